-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- parameters: the selection
-- axes: people
-- uses: chosen_activities
with facts as (
    select
        /*axes*/taking.dataset || '|' || cast(taking.person_number as varchar) as person
    from participations as taking
    inner join activities as activity on activity.activity_id = taking.activity_id
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    /*joins*/
)

select
    /*codes*/
    count(distinct facts.person) as people
from facts
/*group*/
having count(*) > 0
order by /*order*/people desc
limit 60001
