-- uses: chosen_places, chosen_units, chosen_counted, chosen_cells, contributed_atoms
-- The same of the sorted rows, which are the cells here, and of the indicators that are asked for alone; the id of an activity, which
-- would be read for each of millions, is looked up for those that are shown.
with counted as (
    select of_unit.unit, counted.*
    from chosen_counted as counted
    inner join record_units as of_unit on of_unit.record_unit = counted.record_unit
    where len($indicators) = 0 or list_contains($indicators, counted.indicator_id)
),

done as (
    select
        counted.indicator_id, counted.partnership_id, counted.programme_id, counted.component_id, counted.counted_from,
        counted.aggregation, counted.measure, counted.is_cumulative, cell.start_on, cell.file_no, cell.row_no, cell.name_order,
        share.place_id, share.share,
        share.country_id, share.department_id, share.municipality_id
    from chosen_cells as cell
    inner join counted on counted.unit = cell.unit
    inner join place_shares as share on share.place_set = cell.place_set
    where
        (len($places) = 0 or share.place_id in (select place_id from chosen_places))
        and (counted.counted_from = 'activities' or share.municipality_id is not null)
),

taking as (
    select
        unit.unit, indicator.indicator_id, indicator.partnership_id, unit.programme_id, unit.component_id, indicator.aggregation,
        indicator.measure, coalesce(indicator.is_cumulative, false) as is_cumulative
    from chosen_units as unit
    inner join indicators as indicator
        on indicator.partnership_id = unit.partnership_id
        and (indicator.counted_kind is null or indicator.counted_kind = unit.kind)
        and (indicator.programme_id is null or indicator.programme_id = unit.programme_id)
    where
        indicator.counted_from = 'participations'
        and (len($indicators) = 0 or list_contains($indicators, indicator.indicator_id))
),

found as (
    select
        indicator_id, partnership_id, programme_id, component_id, start_on, start_on as end_on, place_id,
        cast(null as varchar) as sex, cast(null as varchar) as age_group, cast(null as varchar) as population_group,
        case counted_from when 'activities' then share end as value, 'exact' as qualifier,
        case counted_from when 'places' then place_id end as thing, cast(null as varchar) as activity_id, file_no, row_no,
        name_order, case counted_from when 'activities' then 'activities' else 'activity_places' end as cited,
        cast(null as varchar) as reference,
        aggregation, measure, is_cumulative, country_id, department_id, municipality_id
    from done
    union all
    select
        taking.indicator_id, taking.partnership_id, taking.programme_id, taking.component_id, person.held_on, person.held_on,
        person.place_id, person.sex, person.age_group, person.population_group, null, 'exact',
        person.dataset || ':' || cast(person.person_number as varchar), null, cell.file_no, cell.row_no,
        cell.name_order, 'activities', null,
        taking.aggregation, taking.measure, taking.is_cumulative, coalesce(place.country_code, person.place_id),
        case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end,
        case when place.level in ('municipality', 'city') then place.place_id end
    from chosen_cells as cell
    inner join participations as person on person.activity_id = cell.activity_id
    inner join taking on taking.unit = cell.unit
    left join places as place on place.place_id = person.place_id
    where (len($places) = 0 or person.place_id in (select place_id from chosen_places))
    union all
    select
        paid.indicator_id, paid.partnership_id, paid.programme_id, paid.component_id, paid.start_on, paid.end_on, paid.place_id,
        null, null, null, paid.amount, paid.qualifier, paid.contribution_id, contribution.activity_id, null, null, null,
        'contributions', 'contributions:' || paid.contribution_id, paid.aggregation, paid.measure, paid.is_cumulative, paid.country_id,
        paid.department_id, paid.municipality_id
    from contributed_atoms as paid
    inner join contributions as contribution on contribution.contribution_id = paid.contribution_id
    where len($indicators) = 0 or list_contains($indicators, paid.indicator_id)
)
select
    found.*, 'actual' as kind, cast(null as varchar) as breakdown, cast(null as double) as numerator,
    cast(null as double) as denominator,
    case when extract(year from found.start_on) = extract(year from found.end_on)
        then cast(extract(year from found.end_on) as varchar) end as year,
    case when date_trunc('quarter', found.start_on) = date_trunc('quarter', found.end_on)
        then cast(extract(year from found.end_on) as varchar) || '-Q' || cast(extract(quarter from found.end_on) as varchar)
    end as quarter,
    case when date_trunc('month', found.start_on) = date_trunc('month', found.end_on)
        then substr(cast(found.end_on as varchar), 1, 7) end as month
from found
where
    cast($period_from as date) is null
    or (found.start_on >= cast($period_from as date) and found.end_on <= cast($period_to as date))
