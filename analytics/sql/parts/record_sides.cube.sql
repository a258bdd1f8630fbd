-- uses: chosen_places, chosen_record_cells, chosen_counted, chosen_people_cells, contributed_atoms
-- cells: records, year
with here as (
    select place_set, department_id, municipality_id
    from place_shares
    where (len($places) = 0 or place_id in (select place_id from chosen_places))
),

-- the cells are a million, and are looked through once
told as materialized (
    select distinct record_unit, place_set, floor(month / 12) as year
    from chosen_record_cells
),

-- an indicator that counts places counts an activity only where one of its places is a municipality
dated as (
    select cell.record_unit, cell.year, bool_or(placed.has_municipality) as has_municipality
    from told as cell
    inner join (
        select place_set, bool_or(municipality_id is not null) as has_municipality from here group by place_set
    ) as placed on placed.place_set = cell.place_set
    group by cell.record_unit, cell.year
),

placed as (
    select distinct cell.record_unit, here.department_id, here.municipality_id
    from (select distinct record_unit, place_set from told) as cell
    inner join here on here.place_set = cell.place_set
),

found as (
    select counted.indicator_id, counted.programme_id, counted.component_id, cast(cast(dated.year as integer) as varchar) as year,
        null as department_id, null as municipality_id, null as sex, null as age_group, null as population_group
    from dated
    inner join chosen_counted as counted on counted.record_unit = dated.record_unit
    where counted.counted_from = 'activities' or dated.has_municipality
    union all
    select counted.indicator_id, null, null, null, placed.department_id, placed.municipality_id, null, null, null
    from placed
    inner join chosen_counted as counted on counted.record_unit = placed.record_unit
    where counted.counted_from = 'activities' or placed.municipality_id is not null
    union all
    select indicator_id, programme_id, component_id, cast(cast(floor(month / 12) as integer) as varchar), department_id,
        municipality_id, sex, age_group, population_group
    from chosen_people_cells
    union all
    select indicator_id, programme_id, component_id, year, department_id, municipality_id, null, null, null
    from contributed_atoms
)
select distinct
    found.indicator_id, axis.name as axis,
    case axis.name
        when 'year' then found.year when 'department' then found.department_id when 'municipality' then found.municipality_id
        when 'component' then found.component_id when 'programme' then found.programme_id when 'sex' then found.sex
        when 'age_group' then found.age_group when 'population_group' then found.population_group
    end as code
from (
    select distinct indicator_id, programme_id, component_id, year, department_id, municipality_id, sex, age_group, population_group
    from found
) as found
cross join (
    select unnest(
        ['year', 'department', 'municipality', 'component', 'programme', 'sex', 'age_group', 'population_group']
    ) as name
) as axis
