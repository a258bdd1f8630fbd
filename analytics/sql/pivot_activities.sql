-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- parameters: the selection
-- axes: activities
-- uses: chosen_activities
with facts as (
    select
        /*axes*/activity.activity_id,
        activity.kind
    from activities as activity
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    /*joins*/
)

select
    /*codes*/
    count(distinct facts.activity_id) as activities,
    count(distinct case when facts.kind = 'initiative' then facts.activity_id end) as initiatives
from facts
/*group*/
having count(*) > 0
order by /*order*/activities desc
limit 60001
