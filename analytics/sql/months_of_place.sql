-- grain: one row per relation to the place (here, inside, around) and month (years * 12 + months from 0; empty: without a date)
--     in which activities begin; listed: rows of place_activities
-- parameters: the selection, $place_id
-- cells: place, month
-- uses: near_place_sets, counted_work
select near.relation, case when work.has_start then work.start_month end as month, cast(sum(work.activities) as bigint) as listed
from counted_work as work
inner join near_place_sets as near on near.place_set = work.place_set
group by near.relation, month
order by near.relation, month nulls last
