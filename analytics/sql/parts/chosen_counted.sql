-- uses: chosen_units
-- The indicators that count chosen activities or their places, each with the record units (see the cube) that it counts.
select distinct
    of_unit.record_unit, indicator.indicator_id, indicator.partnership_id, unit.programme_id, unit.component_id,
    indicator.aggregation, indicator.measure, coalesce(indicator.is_cumulative, false) as is_cumulative, indicator.counted_from
from chosen_units as unit
inner join record_units as of_unit on of_unit.unit = unit.unit
inner join indicators as indicator
    on indicator.partnership_id = unit.partnership_id
    and indicator.counted_kind = unit.kind
    and (indicator.programme_id is null or indicator.programme_id = unit.programme_id)
where indicator.counted_from in ('activities', 'places')
