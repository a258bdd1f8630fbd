-- grain: one row per person and cell that the person took part in: what an activity is, its sets, first and last month, and what is
-- recorded of the person there (month: of the day)
select
    fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month, took.place_id, took.sex, took.age_group,
    took.population_group, cast(extract(year from took.held_on) * 12 + extract(month from took.held_on) - 1 as integer) as month,
    people.person, count(*) as records, min(took.held_on) as first_on, max(took.held_on) as last_on
from participations as took
inner join people on people.dataset = took.dataset and people.person_number = took.person_number
inner join work_facts as fact on fact.activity_id = took.activity_id
group by
    fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month, took.place_id, took.sex, took.age_group,
    took.population_group, month, people.person
