-- grain: one row per named region (no boundary: told in words, never drawn) and programme
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_places
select
    place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.country_code,
    case $lang when 'es' then country.name_es else country.name_en end as country_name,
    programme.partnership_id,
    here.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
from programme_places as here
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
inner join programmes as programme on programme.programme_id = here.programme_id
inner join places as place on place.place_id = here.place_id
inner join places as country on country.place_id = place.country_code
where
    place.level = 'named_region'
    and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
order by place.country_code, place_name, place.place_id, programme.position, here.programme_id, here.presence
