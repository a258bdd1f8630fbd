-- grain: one row per open activity, without its name: what the cells are added up from
select unit, place_set, party_set, from_month, to_month, start_on, end_on
from numbered
order by place_set, from_month, to_month, unit, party_set, start_on, end_on
