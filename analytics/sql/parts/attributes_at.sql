-- uses: place_lines
-- What is known of places of $level by year, of one attribute ($attribute): the rows of map_attributes.
with stated as (
    select
        place_id, year, breakdown, value, text_value, 'sources:' || source_id as evidence
    from place_attributes
    where attribute = $attribute
),

wholes as (
    select
        place_id, year, max(value) as value, max(text_value) as text_value, count(*) as parts,
        count(distinct value) as different, max(evidence) as evidence
    from stated
    where breakdown is null
    group by place_id, year
),

sums as (
    select
        place_id, year, sum(value) as value, max(text_value) as text_value, count(*) as parts,
        1 + count(*) - count(distinct breakdown) as different,
        max(evidence) as evidence
    from stated
    where breakdown is not null
    group by place_id, year
),

imported as (
    select * from wholes
    union all
    select sums.*
    from sums
    left join wholes on wholes.place_id = sums.place_id and wholes.year is not distinct from sums.year
    where wholes.place_id is null
),

own as (
    select place_id, population_year as year, cast(population as double) as value, cast(null as varchar) as text_value
    from places
    where $attribute = 'population' and population is not null
    union all
    select place_id, null, case when is_pdet then 1.0 else 0.0 end, case when is_pdet then pdet_subregion end
    from places
    where $attribute = 'pdet' and is_pdet is not null
),

known as (
    select * from imported
    union all
    select own.place_id, own.year, own.value, own.text_value, 1, 1, cast(null as varchar)
    from own
    left join imported on imported.place_id = own.place_id and imported.year is not distinct from own.year
    where imported.place_id is null
),

placed as (
    select
        known.*,
        case $level
            when 'municipality' then line.municipality_id
            when 'department' then line.department_id
            else line.country_id
        end as area_id,
        case
            when line.level = $level or (line.level = 'city' and $level = 'municipality') then 1
            else 0
        end as is_own
    from known
    inner join place_lines as line on line.place_id = known.place_id
),

best as (
    select area_id, year, max(is_own) as is_own from placed where area_id is not null group by area_id, year
)

select
    placed.area_id as place_id,
    placed.year,
    sum(placed.value) as value,
    case when best.is_own = 1 then max(placed.text_value) end as text_value,
    cast(sum(placed.parts) as bigint) as parts,
    count(*) as places,
    best.is_own = 1 and max(placed.different) > 1 as is_twice,
    coalesce(string_agg(distinct placed.evidence, ' ' order by placed.evidence), '') as evidence
from placed
inner join best
    on best.area_id = placed.area_id and best.year is not distinct from placed.year and best.is_own = placed.is_own
group by placed.area_id, placed.year, best.is_own
