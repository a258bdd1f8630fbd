-- grain: one row per set of places with their shares that a paid activity names (empty: none)
select cast(row_number() over (order by paid_key) - 1 as integer) as paid_set, paid_key
from (select distinct paid_key from paid_of) as keys
order by paid_set
