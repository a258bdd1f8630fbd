-- uses: chosen_places, chosen_record_cells, chosen_counted, chosen_people_cells, contributed_atoms
with seen as (
    select distinct record_unit, place_set, cast(floor(month / 12) as integer) as year
    from chosen_record_cells
),

found as (
    select
        counted.indicator_id, counted.programme_id, counted.component_id, seen.year, share.department_id, share.municipality_id,
        cast(null as varchar) as sex, cast(null as varchar) as age_group, cast(null as varchar) as population_group
    from seen
    inner join place_shares as share on share.place_set = seen.place_set
    inner join chosen_counted as counted on counted.record_unit = seen.record_unit
    where
        (len($places) = 0 or share.place_id in (select place_id from chosen_places))
        and (counted.counted_from = 'activities' or share.municipality_id is not null)
    union all
    select
        indicator_id, programme_id, component_id, cast(floor(month / 12) as integer), department_id, municipality_id, sex, age_group,
        population_group
    from chosen_people_cells
)
select distinct
    indicator_id, programme_id, component_id, cast(year as varchar) as year, department_id, municipality_id, sex, age_group,
    population_group
from found
union all
select distinct indicator_id, programme_id, component_id, year, department_id, municipality_id, null, null, null
from contributed_atoms
