-- grain: one row, the place $place_id
-- parameters: $place_id, $lang
select
    place.place_id,
    place.level,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.parent_id,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    place.country_code,
    case $lang when 'es' then country.name_es else country.name_en end as country_name,
    place.divipola_code,
    place.iso_3166_2,
    place.p_code,
    place.lat,
    place.lon,
    place.point_kind,
    place.valid_to,
    place.merged_into,
    case $lang when 'es' then merged.name_es else merged.name_en end as merged_into_name,
    place.is_pdet,
    place.pdet_subregion,
    place.population,
    place.population_year,
    case $lang when 'es' then place.note_es else place.note_en end as note,
    (
        select string_agg(name, ' · ' order by name) from place_names as other where other.place_id = place.place_id
    ) as other_names,
    (
        select count(*) from places as inside
        where inside.parent_id = place.place_id and inside.level in ('department', 'municipality')
            and inside.merged_into is null
    ) as places_inside
from places as place
left join places as parent on parent.place_id = place.parent_id
left join places as country on country.place_id = place.country_code
left join places as merged on merged.place_id = place.merged_into
where place.place_id = $place_id
order by place.place_id
