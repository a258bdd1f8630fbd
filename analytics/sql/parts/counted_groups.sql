-- uses: chosen_places, chosen_record_cells, chosen_counted, chosen_people_cells
-- What records give to totals, in the columns of indicator_groups: activities by their shares at places, the places they were at,
-- and people. step: years, quarters or months from the year 0, as asked.
with timed as (
    select
        record_unit, place_set, case $over when 'none' then 0 when 'year' then floor(month / 12) when 'quarter' then floor(month / 3) when 'month' then month end
            as step, min(first_on) as first_on, max(last_on) as last_on, cast(sum(activities) as bigint) as activities
    from chosen_record_cells
    group by record_unit, place_set, step
),

shares as (
    select here.*
    from place_shares as here
    where len($places) = 0 or here.place_id in (select place_id from chosen_places)
),

placed as (
    select
        counted.indicator_id, counted.aggregation, counted.measure, counted.is_cumulative, timed.step,
        case $by
            when 'none' then '' when 'country' then share.country_id when 'department' then share.department_id
            when 'municipality' then share.municipality_id when 'component' then counted.component_id
            when 'programme' then counted.programme_id when 'partnership' then counted.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then share.country_id when 'department' then share.department_id
            when 'municipality' then share.municipality_id when 'component' then counted.component_id
            when 'programme' then counted.programme_id when 'partnership' then counted.partnership_id
        end as also_key,
        timed.record_unit, timed.place_set, timed.activities, timed.first_on, timed.last_on, share.share, share.municipality_id,
        counted.counted_from
    from timed
    inner join shares as share on share.place_set = timed.place_set
    inner join chosen_counted as counted on counted.record_unit = timed.record_unit
    where counted.counted_from = 'activities' or share.municipality_id is not null
),

-- an activity at two places of one cell is one activity there
by_set as (
    select
        indicator_id, aggregation, measure, is_cumulative, step, key, also_key, record_unit, place_set,
        min(first_on) as first_on, max(last_on) as last_on, sum(activities) as atoms, sum(activities * share) as added,
        max(activities) as things
    from placed
    where counted_from = 'activities'
    group by indicator_id, aggregation, measure, is_cumulative, step, key, also_key, record_unit, place_set
),

summed as (
    select
        indicator_id, aggregation, measure, is_cumulative, step, key, also_key, min(first_on) as first_on,
        max(last_on) as last_on, sum(atoms) as atoms, sum(added) as added, sum(things) as things
    from by_set
    group by indicator_id, aggregation, measure, is_cumulative, step, key, also_key
    union all
    select
        indicator_id, aggregation, measure, is_cumulative, step, key, also_key, min(first_on), max(last_on), sum(activities),
        null, count(distinct municipality_id)
    from placed
    where counted_from = 'places'
    group by indicator_id, aggregation, measure, is_cumulative, step, key, also_key
    union all
    select
        person.indicator_id, person.aggregation, person.measure, person.is_cumulative, person.step, person.key, person.also_key,
        min(person.first_on), max(person.last_on), sum(person.records), null,
        coalesce(sum(person.people) filter (where person.person is null), 0) + count(distinct person.person)
    from (
        select
            cell.*, case $over when 'none' then 0 when 'year' then floor(cell.month / 12) when 'quarter' then floor(cell.month / 3) when 'month' then cell.month end
                as step,
        case $by
            when 'none' then '' when 'country' then cell.country_id when 'department' then cell.department_id
            when 'municipality' then cell.municipality_id when 'component' then cell.component_id
            when 'programme' then cell.programme_id when 'partnership' then cell.partnership_id
            when 'sex' then cell.sex when 'age_group' then cell.age_group when 'population_group' then cell.population_group
        end as key,
        case $also
            when 'none' then '' when 'country' then cell.country_id when 'department' then cell.department_id
            when 'municipality' then cell.municipality_id when 'component' then cell.component_id
            when 'programme' then cell.programme_id when 'partnership' then cell.partnership_id
            when 'sex' then cell.sex when 'age_group' then cell.age_group when 'population_group' then cell.population_group
        end as also_key
        from chosen_people_cells as cell
    ) as person
    group by
        person.indicator_id, person.aggregation, person.measure, person.is_cumulative, person.step, person.key, person.also_key
)
select
    indicator_id, aggregation, measure, is_cumulative, key, also_key, first_on, last_on, cast(atoms as bigint) as atoms,
    cast(added as double) as added, cast(things as bigint) as things,
    case
        when $over = 'none' then ''
        when $over = 'year' then cast(cast(step as integer) as varchar)
        when $over = 'quarter' then cast(cast(floor(step / 4) as integer) as varchar) || '-Q' || cast(cast(step % 4 as integer) + 1 as varchar)
        when $over = 'month' then lpad(cast(cast(floor(step / 12) as integer) as varchar), 4, '0') || '-'
            || lpad(cast(cast(step % 12 as integer) + 1 as varchar), 2, '0')
    end as bucket
from summed
