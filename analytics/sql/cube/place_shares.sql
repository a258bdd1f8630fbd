-- grain: one row per set of places and place that an activity of the set counts at, with its share; without a place where none is
-- stated, or several without shares
with members as (
    select
        place_set, place_id, share, count(*) over (partition by place_set) as members,
        row_number() over (partition by place_set order by place_id) as position
    from place_sets
),

counted as (
    select
        place_set, case when members = 1 or share is not null then place_id end as place_id,
        case when members = 1 then 1 else coalesce(share, 1) end as share
    from members
    where members = 1 or share is not null or position = 1
)
select
    there.place_set, counted.place_id, coalesce(counted.share, 1.0) as share,
    coalesce(place.country_code, counted.place_id) as country_id,
    case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end
        as department_id,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id
from (select distinct place_set from work_facts) as there
left join counted on counted.place_set = there.place_set
left join places as place on place.place_id = counted.place_id
order by there.place_set, counted.place_id
