-- grain: one row per set of places; division: the first of the sets that name the same first-level divisions and, of what lies in
--     none, the same places: nothing that is told by division, or by a filter of divisions or countries, tells them apart
with named as (
    select
        here.place_set,
        case
            when here.exactness in ('country', 'named_region') then here.place_id || '/' || here.exactness
            when place.level = 'department' then place.place_id
            when place.level in ('municipality', 'city') and parent.level = 'department' then parent.place_id
            else here.place_id || '/' || here.exactness
        end as division_id
    from place_sets as here
    inner join places as place on place.place_id = here.place_id
    left join places as parent on parent.place_id = place.parent_id
),

told as (
    select place_set, string_agg(distinct division_id, ' ' order by division_id) as divisions
    from named
    group by place_set
)

select place_set, min(place_set) over (partition by divisions) as division
from told
