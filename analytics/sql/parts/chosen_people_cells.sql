-- uses: chosen_places, chosen_units, chosen_place_sets, chosen_party_sets
-- The cells of people who took part in chosen activities, at chosen places and within the period, each with the indicators that
-- count them.
select
    indicator.indicator_id, indicator.partnership_id, unit.programme_id, unit.component_id, indicator.aggregation,
    indicator.measure, coalesce(indicator.is_cumulative, false) as is_cumulative, cell.country_id, cell.department_id,
    cell.municipality_id, cell.sex, cell.age_group, cell.population_group, cell.month, cell.person, cell.people, cell.records,
    cell.first_on, cell.last_on
from people_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
inner join indicators as indicator
    on indicator.partnership_id = unit.partnership_id
    and (indicator.counted_kind is null or indicator.counted_kind = unit.kind)
    and (indicator.programme_id is null or indicator.programme_id = unit.programme_id)
where
    indicator.counted_from = 'participations'
    and (
        len($places) = 0
        or (
            cell.place_set in (select place_set from chosen_place_sets)
            and cell.place_id in (select place_id from chosen_places)
        )
    )
    and (len($sectors) = 0 or cell.party_set in (select party_set from chosen_party_sets))
    and (
        cast($period_from as date) is null
        or (
            cell.from_month <= extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
            and cell.to_month >= extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
            and cell.month between extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
            and extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
        )
    )
