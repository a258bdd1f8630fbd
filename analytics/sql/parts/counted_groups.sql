-- uses: chosen_places, chosen_record_cells, chosen_counted, chosen_people_cells
-- What records give to totals, in the columns of indicator_groups: activities by their shares at places, the places they were at,
-- and people. step: years, quarters or months from the year 0, as asked.
with here as (
    select
        place_set, place_id, share, municipality_id,
        case $by when 'country' then country_id when 'department' then department_id when 'municipality' then municipality_id end
            as key,
        case $also when 'country' then country_id when 'department' then department_id when 'municipality' then municipality_id end
            as also_key
    from place_shares
    where (len($places) = 0 or place_id in (select place_id from chosen_places))
),

timed as (
    select
        cell.*,
        case $over
            when 'none' then 0 when 'year' then floor(month / 12) when 'quarter' then floor(month / 3) when 'month' then month
        end as step
    from chosen_record_cells as cell
),

-- an activity at two places of one key is one activity there
done as (
    select
        timed.record_unit, timed.step, here.key, here.also_key, min(timed.first_on) as first_on, max(timed.last_on) as last_on,
        sum(timed.activities * here.places) as atoms, sum(timed.activities * here.share) as added, sum(timed.activities) as things
    from timed
    inner join (
        select place_set, key, also_key, count(*) as places, sum(share) as share
        from here
        group by place_set, key, also_key
    ) as here on here.place_set = timed.place_set
    group by timed.record_unit, timed.step, here.key, here.also_key
),

placed as (
    select
        timed.record_unit, timed.step, here.key, here.also_key, here.municipality_id, min(timed.first_on) as first_on,
        max(timed.last_on) as last_on, sum(timed.activities) as atoms
    from timed
    inner join here on here.place_set = timed.place_set
    where
        here.municipality_id is not null
        and timed.record_unit in (select record_unit from chosen_counted where counted_from = 'places')
    group by timed.record_unit, timed.step, here.key, here.also_key, here.municipality_id
),

recorded as (
    select record_unit, 'activities' as counted_from, step, key, also_key, first_on, last_on, atoms, added, things,
        cast(null as varchar) as municipality_id
    from done
    union all
    select record_unit, 'places', step, key, also_key, first_on, last_on, atoms, null, null, municipality_id
    from placed
),

summed as (
    select
        counted.indicator_id, counted.aggregation, counted.measure, counted.is_cumulative, recorded.step,
        case $by
            when 'none' then '' when 'component' then counted.component_id when 'programme' then counted.programme_id
            when 'partnership' then counted.partnership_id else recorded.key
        end as key,
        case $also
            when 'none' then '' when 'component' then counted.component_id when 'programme' then counted.programme_id
            when 'partnership' then counted.partnership_id else recorded.also_key
        end as also_key,
        min(recorded.first_on) as first_on, max(recorded.last_on) as last_on, sum(recorded.atoms) as atoms,
        sum(recorded.added) as added, coalesce(sum(recorded.things), count(distinct recorded.municipality_id)) as things
    from recorded
    inner join chosen_counted as counted
        on counted.record_unit = recorded.record_unit and counted.counted_from = recorded.counted_from
    group by all
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
