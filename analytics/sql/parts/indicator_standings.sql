-- uses: indicator_cells, indicators_named
-- Each indicator in each group (by $by): its baseline, target and actual value, how much of the way from the one to the other is
-- done, how much of the time has passed, and where it stands by the method of docs/results.md. What a document states as a total
-- (published_total) is its value where nothing else is.
with sides as (
    select
        ask_no, indicator_id, key, also_key, bucket,
        max(case when kind = 'baseline' then standing end) as baseline,
        max(case when kind = 'target' then standing end) as target,
        max(case when kind = 'target' then reason end) as target_reason,
        max(case when kind = 'target' then first_on end) as target_from_on,
        max(case when kind = 'target' then last_on end) as target_to_on,
        max(case when kind = 'target' then atoms end) as target_rows,
        max(case when kind = 'actual' then standing end) as actual,
        max(case when kind = 'actual' then value end) as total,
        max(case when kind = 'actual' then reason end) as actual_reason,
        max(case when kind = 'actual' then atoms end) as actual_rows,
        max(case when kind = 'actual' then qualifier end) as actual_qualifier,
        max(case when kind = 'actual' then first_on end) as actual_from_on,
        max(case when kind = 'actual' then last_on end) as actual_to_on,
        max(case when kind = 'actual' then numerator end) as numerator,
        max(case when kind = 'actual' then denominator end) as denominator,
        max(case when kind = 'published_total' then standing end) as published,
        max(case when kind = 'published_total' then reason end) as published_reason,
        max(case when kind = 'published_total' then atoms end) as published_rows,
        max(case when kind = 'published_total' then qualifier end) as published_qualifier,
        max(case when kind in ('actual', 'published_total') then qualifier end) as qualifier
    from indicator_cells
    group by ask_no, indicator_id, key, also_key, bucket
),

dated as (
    select
        sides.*,
        indicator.direction,
        indicator.aggregation,
        indicator.measure,
        -- the last day that any value of the programme tells of
        max(sides.actual_to_on) over (partition by sides.ask_no, indicator.owner_id) as as_of
    from sides
    inner join indicators_named as indicator on indicator.indicator_id = sides.indicator_id
),

measured as (
    select
        dated.*,
        case
            when actual is null or target is null then null
            -- without a baseline a count begins at nothing; a score, a share or a number of days does not
            when baseline is null and (coalesce(measure, '') not in ('count', 'amount') or direction = 'descending') then null
            when target = coalesce(baseline, 0) then null
            else (actual - coalesce(baseline, 0)) / (target - coalesce(baseline, 0))
        end as achieved_share,
        case
            when target_from_on is null or target_to_on is null or as_of is null then null
            when as_of >= target_to_on then 1.0
            when as_of <= target_from_on then 0.0
            else cast(date_diff('day', target_from_on, as_of) as double) / date_diff('day', target_from_on, target_to_on)
        end as elapsed_share
    from dated
)
select
    measured.*,
    case when elapsed_share > 0 then achieved_share / elapsed_share end as pace_share,
    case
        when target is null then 'no_target'
        when actual is null then 'no_value'
        when achieved_share is null then 'not_computable'
        when achieved_share >= 1 then 'reached'
        when elapsed_share is null or elapsed_share = 0 then 'not_computable'
        when achieved_share / elapsed_share >= 0.95 then 'on_track'
        when achieved_share / elapsed_share >= 0.6 then 'behind'
        when achieved_share >= 0 then 'far_behind'
        else 'away'
    end as status
from measured
