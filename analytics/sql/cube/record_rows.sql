-- grain: one row per open activity that an indicator counts, in the columns of the record cells: each is a cell of its own.
-- month: that of its first day, by which it counts; until: the earlier of its first and its last month, by which it passes a period
select
    unit.record_unit, fact.place_set, fact.party_set, case when fact.start_on is not null then fact.from_month end as month,
    case when fact.to_month < fact.from_month then fact.to_month when fact.to_month is not null then fact.from_month end as until,
    fact.start_on as first_on, fact.start_on as last_on, 1 as activities
from work_facts as fact
inner join record_units as unit on unit.unit = fact.unit
