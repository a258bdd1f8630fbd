-- grain: one row per open activity; the sorted rows of activities in the columns of the cells: each is a cell of its own.
select
    unit, place_set, party_set, from_month, to_month, start_on, end_on, coalesce(start_on, end_on) as first_on,
    coalesce(end_on, start_on) as last_on, 1 as activities
from work_facts
