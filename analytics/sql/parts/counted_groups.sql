-- uses: chosen_counted, counted_cells, counted_people, counted_areas, asked_ways
-- What records give to totals, in the columns of indicator_groups: activities by their shares at places, the places they were at,
-- and people. step: years, quarters or months from the year 0, as asked.
with keyed as (
    select
        asked.ask_no, counted.indicator_id, counted.aggregation, counted.measure, counted.is_cumulative, cell.area, cell.block,
        case $over when 'none' then 0 when 'year' then cell.month // 12 when 'quarter' then cell.month // 3 else cell.month end
            as step,
        case $by
            when 'none' then '' when 'country' then area.country_id when 'department' then area.department_id
            when 'municipality' then area.municipality_id when 'component' then counted.component_id
            when 'programme' then counted.programme_id when 'partnership' then counted.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then area.country_id when 'department' then area.department_id
            when 'municipality' then area.municipality_id when 'component' then counted.component_id
            when 'programme' then counted.programme_id when 'partnership' then counted.partnership_id
        end as also_key,
        cell.first_on, cell.last_on, cell.atoms, cell.added,
        case
            when 'municipality' in ($by, $also) then cell.in_municipality
            when 'department' in ($by, $also) then cell.in_department
            when 'country' in ($by, $also) then cell.in_country else cell.in_all
        end as things,
        cell.marks
    from counted_cells as cell
    inner join chosen_counted as counted
        on counted.record_unit = cell.record_unit and (counted.counted_from = 'places') = (cell.block is not null)
    left join counted_areas as area on area.area = cell.area
    cross join asked_ways as asked
),

in_blocks as (
    select
        ask_no, indicator_id, aggregation, measure, is_cumulative, step, key, also_key, min(first_on) as first_on, max(last_on) as last_on,
        sum(atoms) as atoms, sum(added) as added, coalesce(sum(things), bit_count(bit_or(marks))) as things
    from keyed
    group by ask_no, indicator_id, aggregation, measure, is_cumulative, step, key, also_key, block
),

summed as (
    select
        ask_no, indicator_id, aggregation, measure, is_cumulative, step, key, also_key, min(first_on) as first_on, max(last_on) as last_on,
        sum(atoms) as atoms, sum(added) as added, sum(things) as things
    from in_blocks
    group by ask_no, indicator_id, aggregation, measure, is_cumulative, step, key, also_key
    union all
    select * from counted_people
)
select
    ask_no, indicator_id, aggregation, measure, is_cumulative, key, also_key, first_on, last_on, cast(atoms as bigint) as atoms, added,
    cast(things as bigint) as things,
    case $over
        when 'none' then '' when 'year' then cast(step as varchar)
        when 'quarter' then cast(step // 4 as varchar) || '-Q' || cast(step % 4 + 1 as varchar)
        else lpad(cast(step // 12 as varchar), 4, '0') || '-' || lpad(cast(step % 12 + 1 as varchar), 2, '0')
    end as bucket
from summed
