-- grain: one row per municipality, issue type, data set and measure recorded there, while no activity is recorded at municipality level
--     department_activities: activities placed in its department as a whole, of any time. None recorded is not none done.
-- parameters: the selection, $lang
-- uses: chosen_records, worked_places
with recorded as (
    select
        place_id, issue_type_id, dataset, measure, cast(sum(present_rows) as bigint) as record_rows, sum(total) as total,
        min(year) as first_year, max(year) as last_year, count(distinct year) as years,
        max(case when is_partial then year end) as partial_year,
        string_agg(distinct 'sources:' || source_id, ' ' order by 'sources:' || source_id) as evidence
    from chosen_records
    where present_rows > 0
    group by place_id, issue_type_id, dataset, measure
),

worked_in as (
    select distinct place_id
    from worked_places
    where exactness in ('exact', 'municipality', 'city')
),

in_departments as (
    select place_id, activities
    from worked_places
    where exactness = 'department'
)

select
    place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    case $lang when 'es' then department.name_es else department.name_en end as department_name,
    recorded.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    recorded.dataset,
    recorded.measure,
    recorded.record_rows,
    recorded.total,
    recorded.first_year,
    recorded.last_year,
    recorded.years,
    recorded.partial_year,
    coalesce(in_departments.activities, 0) as department_activities,
    recorded.evidence
from recorded
inner join places as place on place.place_id = recorded.place_id and place.level = 'municipality'
left join places as department on department.place_id = place.parent_id
left join in_departments on in_departments.place_id = place.parent_id
inner join issue_types as type on type.issue_type_id = recorded.issue_type_id
where place.place_id not in (select place_id from worked_in)
order by recorded.record_rows desc, place.place_id, recorded.issue_type_id, recorded.dataset, recorded.measure
