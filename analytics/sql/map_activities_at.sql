-- grain: one row per place of $level and step of time ($steps) with an activity recorded there
--     An activity is counted once in each area and in every step that it runs in; without a stated end in its first step
--     (open_activities), without any date only where $steps is all. step_key is empty for those without a date.
--     area_id: empty where the place is no finer than above $level (coarser_id), or none is given
-- parameters: the selection, $level, $steps
-- uses: chosen_places, chosen_activities, place_lines
with dated as (
    select
        activity.activity_id,
        activity.partnership_id,
        coalesce(activity.start_on, activity.reported_from_on, activity.end_on) as first_on,
        coalesce(activity.end_on, activity.reported_to_on, activity.start_on) as last_on,
        case when activity.end_on is null and activity.reported_to_on is null then 1 else 0 end as is_open
    from activities as activity
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    where activity.disclosure = 'open'
),

numbered as (
    select
        dated.*,
        case $steps
            when 'all' then 0
            when 'year' then extract(year from first_on)
            when 'quarter' then extract(year from first_on) * 4 + extract(quarter from first_on) - 1
            else extract(year from first_on) * 12 + extract(month from first_on) - 1
        end as first_step,
        case $steps
            when 'all' then 0
            when 'year' then extract(year from last_on)
            when 'quarter' then extract(year from last_on) * 4 + extract(quarter from last_on) - 1
            else extract(year from last_on) * 12 + extract(month from last_on) - 1
        end as last_step,
        case $steps
            when 'all' then 0
            when 'year' then extract(year from cast($period_from as date))
            when 'quarter' then extract(year from cast($period_from as date)) * 4 + extract(quarter from cast($period_from as date)) - 1
            else extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
        end as least_step,
        case $steps
            when 'all' then 0
            when 'year' then extract(year from cast($period_to as date))
            when 'quarter' then extract(year from cast($period_to as date)) * 4 + extract(quarter from cast($period_to as date)) - 1
            else extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
        end as most_step
    from dated
),

digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ten (digit)
),

steps as (
    select a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit as ahead
    from digits as a cross join digits as b cross join digits as c cross join digits as d
    where a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit <= case when $steps = 'all' then 0 else 1200 end
),

running as (
    select
        numbered.activity_id, numbered.partnership_id, numbered.is_open,
        case when numbered.first_on is null and $steps <> 'all' then null else numbered.first_step + steps.ahead end as step
    from numbered
    inner join steps
        on
            steps.ahead <= coalesce(numbered.last_step - numbered.first_step, 0)
            and (numbered.least_step is null or numbered.first_step is null or numbered.first_step + steps.ahead >= numbered.least_step)
            and (numbered.most_step is null or numbered.first_step is null or numbered.first_step + steps.ahead <= numbered.most_step)
),

placed as (
    select
        here.activity_id,
        here.place_id,
        case
            when $level = 'municipality' then case when here.exactness in ('exact', 'municipality', 'city') then line.municipality_id end
            when $level = 'department' then case when here.exactness not in ('country', 'named_region') then line.department_id end
            else line.country_id
        end as area_id
    from activity_places as here
    inner join place_lines as line on line.place_id = here.place_id
    where len($places) = 0 or here.place_id in (select place_id from chosen_places)
)

select
    case $steps
        when 'all' then 'all'
        when 'year' then cast(cast(running.step as bigint) as varchar)
        when 'quarter' then cast(cast(floor(running.step / 4) as bigint) as varchar) || '-Q' || cast(cast(running.step % 4 + 1 as bigint) as varchar)
        else cast(cast(floor(running.step / 12) as bigint) as varchar) || '-' || lpad(cast(cast(running.step % 12 + 1 as bigint) as varchar), 2, '0')
    end as step_key,
    placed.area_id,
    case when placed.area_id is null then placed.place_id end as coarser_id,
    count(distinct running.activity_id) as activities,
    count(distinct case when running.is_open = 1 then running.activity_id end) as open_activities,
    string_agg(distinct 'partnerships:' || running.partnership_id, ' ' order by 'partnerships:' || running.partnership_id) as evidence
from running
left join placed on placed.activity_id = running.activity_id
group by running.step, placed.area_id, case when placed.area_id is null then placed.place_id end
order by step_key, placed.area_id, coarser_id
