-- grain: one row per set of places and place in it, with its share where there are several
select
    place_set, split_part(named, '/', 1) as place_id, split_part(named, '/', 2) as exactness,
    cast(nullif(split_part(named, '/', 3), '') as double) as share
from (
    select place_set, unnest(string_split(place_key, ' ')) as named from place_set_keys where place_key <> ''
) as places
order by place_set, place_id
