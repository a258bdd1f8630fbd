-- Each place as an area by number. wider: the area that stands for all places of its country and department. Municipalities are
-- bits (mark) of blocks of 64, so that sets of them are put together (`bit_or`) and none is counted twice.
with numbered as (
    select
        place_id, coalesce(country_code, place_id) as country_id,
        case when level = 'department' then place_id when level in ('municipality', 'city') then parent_id end as department_id,
        case when level in ('municipality', 'city') then place_id end as municipality_id,
        cast(row_number() over (order by place_id) as integer) as area
    from places
)
select
    place_id, country_id, department_id, municipality_id, area,
    min(area) over (partition by country_id, department_id) as wider,
    case when municipality_id is not null then area // 64 end as block,
    case when municipality_id is not null then cast(1 as ubigint) << cast(area % 64 as ubigint) end as mark
from numbered
