-- grain: one row per month (years * 12 + months from 0; empty: without a date) in which activities of one
--     cell of a pivot begin; listed: how many
-- parameters: the selection, $codes (of the cell, in the order of the axes; '' = not stated)
-- axes: activities
-- cells: /*cells and month*/
-- uses: counted_work
with facts as (
    select
        /*axes*/case when work.has_start then work.start_month end as month,
        work.activities
    from counted_work as work/*joins*/
)

select facts.month, cast(sum(facts.activities) as bigint) as listed
from facts
where len($codes) >= 0/*cell*/
group by facts.month
order by facts.month nulls last
