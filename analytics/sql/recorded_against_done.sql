-- grain: one row per municipality: what is recorded there of one issue, data set and measure, and the activities recorded there
--     activities: placed at municipality level, of any time and partnership; department_activities: placed in its department as a whole
--     A municipality with neither has no row; where nothing is recorded anywhere there is none. None recorded is not none done.
-- parameters: the selection, $issue_type_id, $dataset, $measure, $lang
-- uses: chosen_places, chosen_records, work_by_place
with recorded as (
    select
        place_id, cast(sum(present_rows) as bigint) as record_rows, sum(total) as total,
        cast(sum(not_stated) as bigint) as not_stated,
        string_agg(distinct 'sources:' || source_id, ' ' order by 'sources:' || source_id) as evidence
    from chosen_records
    where present_rows > 0 and issue_type_id = $issue_type_id and dataset = $dataset and measure = $measure
    group by place_id
),

done as (
    select
        place_id, cast(sum(activities) as bigint) as activities,
        string_agg(distinct 'partnerships:' || partnership_id, ' ' order by 'partnerships:' || partnership_id) as evidence
    from work_by_place
    where
        exactness in ('exact', 'municipality', 'city')
        and (len($places) = 0 or place_id in (select place_id from chosen_places))
    group by place_id
),

in_departments as (
    select place_id, cast(sum(activities) as bigint) as activities
    from work_by_place
    where exactness = 'department'
    group by place_id
)

select
    place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.parent_id as department_id,
    case $lang when 'es' then department.name_es else department.name_en end as department_name,
    coalesce(recorded.record_rows, 0) as record_rows,
    recorded.total,
    coalesce(recorded.not_stated, 0) as not_stated,
    coalesce(done.activities, 0) as activities,
    coalesce(in_departments.activities, 0) as department_activities,
    trim(coalesce(recorded.evidence, '') || ' ' || coalesce(done.evidence, '')) as evidence
from places as place
left join recorded on recorded.place_id = place.place_id
left join done on done.place_id = place.place_id
left join places as department on department.place_id = place.parent_id
left join in_departments on in_departments.place_id = place.parent_id
where
    place.level = 'municipality'
    and (recorded.place_id is not null or done.place_id is not null)
    and (select count(*) from recorded) > 0
order by
    case when done.place_id is null then 0 else 1 end, recorded.total desc nulls last, recorded.record_rows desc nulls last,
    place.place_id
