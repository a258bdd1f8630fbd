-- grain: one row per set of places, with their shares, that an activity names (empty: none)
select cast(row_number() over (order by place_key) - 1 as integer) as place_set, place_key
from (select distinct place_key from described) as keys
order by place_set
