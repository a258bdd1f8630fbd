-- grain: one row per person, known by a number and nothing else, who took part in the activities of one cell of a pivot
-- parameters: the selection, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
-- axes: people
-- uses: chosen_activities
with facts as (
    select
        /*axes*/taking.dataset,
        taking.person_number,
        taking.activity_id,
        taking.sex,
        taking.age_group,
        taking.population_group,
        taking.held_on,
        taking.provenance
    from participations as taking
    inner join activities as activity on activity.activity_id = taking.activity_id
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    /*joins*/
)

select
    facts.dataset,
    facts.person_number,
    min(facts.sex) as sex,
    min(facts.age_group) as age_group,
    min(facts.population_group) as population_group,
    count(distinct facts.activity_id) as activities,
    min(facts.held_on) as first_on,
    max(facts.held_on) as last_on,
    min(facts.provenance) as provenance,
    'activities:' || min(facts.activity_id) as evidence
from facts
where len($codes) >= 0/*cell*/
group by facts.dataset, facts.person_number
order by facts.dataset, facts.person_number
limit cast($most as bigint) offset cast($skip as bigint)
