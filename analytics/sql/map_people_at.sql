-- grain: one row per place of $level and step of time ($steps) where people took part: each person once in an area and step
--     A person's place is the one stated with the participation, else that of the activity where it has only one.
--     area_id: empty where the place is no finer than above $level (coarser_id), or none is known; step_key: empty without a date
-- parameters: the selection, $level, $steps
-- uses: chosen_places, named_work, place_lines
-- cells: facts
with only_place as (
    select activity_id, min(place_id) as place_id
    from activity_places
    where activity_id in (select activity_id from participations)
    group by activity_id
    having count(*) = 1
),

present as (
    select
        person.dataset,
        person.person_number,
        activity.partnership_id,
        coalesce(person.place_id, only_place.place_id) as place_id,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(extract(year from coalesce(person.held_on, activity.start_on)) as varchar)
            when 'quarter' then cast(extract(year from coalesce(person.held_on, activity.start_on)) as varchar) || '-Q'
                || cast(extract(quarter from coalesce(person.held_on, activity.start_on)) as varchar)
            else substr(cast(coalesce(person.held_on, activity.start_on) as varchar), 1, 7)
        end as step_key
    from participations as person
    inner join named_work as activity on activity.activity_id = person.activity_id
    left join only_place on only_place.activity_id = person.activity_id
    where
        (
            cast($period_from as date) is null
            or coalesce(person.held_on, activity.start_on) between cast($period_from as date) and cast($period_to as date)
        )
),

placed as (
    select
        present.*,
        case $level
            when 'municipality' then line.municipality_id
            when 'department' then line.department_id
            else line.country_id
        end as area_id
    from present
    left join place_lines as line on line.place_id = present.place_id
    where (len($places) = 0 or present.place_id in (select place_id from chosen_places))
)

select
    step_key,
    area_id,
    case when area_id is null then place_id end as coarser_id,
    count(distinct dataset || ' ' || cast(person_number as varchar)) as people,
    string_agg(distinct 'partnerships:' || partnership_id, ' ' order by 'partnerships:' || partnership_id) as evidence
from placed
group by step_key, area_id, case when area_id is null then place_id end
order by step_key, area_id, coarser_id
