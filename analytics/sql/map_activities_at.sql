-- grain: one row per place of $level and step of time ($steps) with an activity recorded there
--     An activity is counted once in each area and in every step that it runs in; without a stated end in its first step
--     (open_activities). step_key is empty for those without a date. map_activities counts over all time.
--     area_id: empty where the place is no finer than above $level (coarser_id), or none is given
-- parameters: the selection, $level, $steps
-- uses: work_spans, sets_at
-- cells: place, steps
with stepped as (
    -- how many run from one step to another: far fewer rows than there are cells
    select
        place_set, partnership_id, is_open, first_month // case $steps when 'year' then 12 when 'quarter' then 3 else 1 end as first_step,
        last_month // case $steps when 'year' then 12 when 'quarter' then 3 else 1 end as last_step, sum(activities) as activities
    from work_spans
    group by place_set, partnership_id, is_open, first_step, last_step
),

bounds as (
    select
        (extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1) // months as least_step,
        (extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1) // months as most_step
    from (select case $steps when 'year' then 12 when 'quarter' then 3 else 1 end as months) as step
),

-- The steps that each runs in, within the period and within a century.
within as (
    select
        place_set, partnership_id, is_open, activities, greatest(first_step, least_step) as first_step,
        least(coalesce(last_step, first_step), first_step + 1200, most_step) as last_step
    from stepped
    cross join bounds
    where first_step is not null
),

-- What begins in a step, and what has ended before it.
turns as (
    select
        place_set, partnership_id, first_step as step, sum(activities) as activities,
        sum(case when is_open then activities else 0 end) as open_activities
    from within
    where first_step <= last_step
    group by place_set, partnership_id, first_step
    union all
    select
        place_set, partnership_id, last_step + 1, -sum(activities),
        -sum(case when is_open then activities else 0 end)
    from within
    where first_step <= last_step
    group by place_set, partnership_id, last_step
    union all
    select
        place_set, partnership_id, null, sum(activities), sum(case when is_open then activities else 0 end)
    from stepped
    where first_step is null
    group by place_set, partnership_id
),

-- Who stands in several places of an area stands once in it.
areas as (
    select
        placed.area_id, placed.coarser_id, turns.partnership_id, turns.step, sum(turns.activities) as activities,
        sum(turns.open_activities) as open_activities
    from turns
    left join sets_at as placed on placed.place_set = turns.place_set
    group by placed.area_id, placed.coarser_id, turns.partnership_id, turns.step
),

-- The sums so far are what runs until the next turn.
spells as (
    select
        area_id, coarser_id, partnership_id, step, lead(step) over series as next_step,
        sum(activities) over series as activities, sum(open_activities) over series as open_activities
    from areas
    where step is not null
    window series as (partition by area_id, coarser_id, partnership_id order by step)
),

running as (
    select
        area_id, coarser_id, partnership_id, unnest(range(cast(step as bigint), cast(next_step as bigint))) as step,
        activities, open_activities
    from spells
    where activities > 0
    union all
    select area_id, coarser_id, partnership_id, null, activities, open_activities
    from areas
    where step is null
)

select
    case $steps
        when 'year' then cast(cast(running.step as bigint) as varchar)
        when 'quarter' then cast(cast(floor(running.step / 4) as bigint) as varchar) || '-Q' || cast(cast(running.step % 4 + 1 as bigint) as varchar)
        else cast(cast(floor(running.step / 12) as bigint) as varchar) || '-' || lpad(cast(cast(running.step % 12 + 1 as bigint) as varchar), 2, '0')
    end as step_key,
    running.area_id,
    running.coarser_id,
    cast(sum(running.activities) as bigint) as activities,
    cast(coalesce(sum(running.open_activities), 0) as bigint) as open_activities,
    string_agg('partnerships:' || running.partnership_id, ' ' order by running.partnership_id) as evidence
from running
group by running.step, running.area_id, running.coarser_id
order by step_key, running.area_id, running.coarser_id
