-- grain: one row per set of organisations and roles that an activity names (empty: none)
select cast(row_number() over (order by party_key) - 1 as integer) as party_set, party_key
from (select distinct party_key from described) as keys
order by party_set
