-- grain: one row per department of Colombia with a municipality that a programme names
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_places
select
    department.place_id as department_id,
    case $lang when 'es' then department.name_es else department.name_en end as department_name,
    count(distinct place.place_id) as municipalities,
    string_agg(distinct place.place_id, ' ' order by place.place_id) as place_ids,
    string_agg(
        distinct case $lang when 'es' then place.name_es else place.name_en end, ' · '
        order by case $lang when 'es' then place.name_es else place.name_en end
    ) as place_names,
    string_agg(
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence, ' '
        order by here.place_id, here.programme_id, here.presence
    ) as evidence
from programme_places as here
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
inner join places as place on place.place_id = here.place_id
inner join places as department on department.place_id = place.parent_id
where
    place.country_code = 'CO'
    and place.level = 'municipality'
    and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
group by department.place_id, department.name_en, department.name_es
order by municipalities desc, department_name, department.place_id
