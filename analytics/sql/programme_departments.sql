-- grain: one row per programme and department of Colombia in which it is present, at whatever exactness
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_places
with present as (
    select
        here.programme_id,
        case when place.level = 'municipality' then place.parent_id else place.place_id end as department_id,
        case when place.level = 'municipality' then place.place_id end as municipality_id,
        here.exactness,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join places as place on place.place_id = here.place_id
    where
        place.country_code = 'CO'
        and place.level in ('department', 'municipality')
        and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
)
select
    programme.partnership_id,
    present.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    present.department_id,
    case $lang when 'es' then department.name_es else department.name_en end as department_name,
    count(distinct present.municipality_id) as municipalities_named,
    case when count(present.municipality_id) > 0 then 'municipality' else 'department' end as exactness,
    (
        select count(distinct other.programme_id) from present as other
        where other.department_id = present.department_id
    ) > 1 as is_shared,
    string_agg(present.evidence, ' ' order by present.evidence) as evidence
from present
inner join programmes as programme on programme.programme_id = present.programme_id
inner join places as department on department.place_id = present.department_id
group by
    programme.partnership_id, programme.position, present.programme_id, programme.short_name_en,
    programme.short_name_es, present.department_id, department.name_en, department.name_es
order by programme.position, present.programme_id, department_name, present.department_id
