-- uses: value_groups, counted_groups, contributed_groups
select * from value_groups
union all
select
    ask_no, indicator_id, 'actual', bucket, key, also_key, aggregation, measure, is_cumulative, true, atoms, atoms, first_on, last_on, added,
    added, null, null, things, atoms, null, null, null, null, 0
from counted_groups
union all
select * from contributed_groups
