-- grain: one row per set of places with their shares and place in it; share: empty where none is stated
select
    paid_set, split_part(named, '/', 1) as place_id, split_part(named, '/', 2) as exactness,
    cast(nullif(split_part(named, '/', 3), '') as double) as share
from (
    select paid_set, unnest(string_split(paid_key, ' ')) as named from paid_set_keys where paid_key <> ''
) as places
order by paid_set, place_id
