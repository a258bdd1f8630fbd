-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- parameters: the selection
-- axes: activities
-- uses: chosen_activity_rows
with facts as (
    select
        /*axes*/activity.activity_id,
        activity.kind
    from chosen_activity_rows as activity
    /*joins*/
)

select
    /*codes*/
    count(/*each*/) as activities,
    count(/*each*/) filter (where facts.kind = 'initiative') as initiatives
from facts
/*group*/
having count(*) > 0
order by /*order*/activities desc
limit 60001
