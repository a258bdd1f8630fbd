-- grain: one row per open activity: what the cells are added up from
select activity_id, unit, place_set, party_set, from_month, to_month, start_on, end_on
from numbered
order by place_set, from_month, to_month, unit, party_set, start_on, end_on, activity_id
