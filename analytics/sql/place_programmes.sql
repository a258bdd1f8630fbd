-- grain: one row per programme present at the place, inside it, or stated only for a larger place around it
-- relation: here, inside, around ("around" may or may not include the place: not stated)
-- parameters: the selection, $place_id, $lang
-- uses: around_place, chosen_programmes
select
    programme.partnership_id,
    here.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    near.relation,
    here.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    here.exactness,
    here.presence,
    case $lang when 'es' then here.note_es else here.note_en end as note,
    programme.start_on,
    programme.end_on,
    here.provenance,
    'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
from programme_places as here
inner join around_place as near on near.place_id = here.place_id
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
inner join programmes as programme on programme.programme_id = here.programme_id
inner join places as place on place.place_id = here.place_id
order by
    case near.relation when 'here' then 1 when 'inside' then 2 else 3 end, programme.position, here.programme_id,
    place_name, here.place_id, here.presence
