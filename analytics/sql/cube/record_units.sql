-- grain: one row per kind of open activities that an indicator counts; record_unit: one number for those that totals of indicators
-- and filters do not tell apart
select
    unit.unit,
    cast(
        dense_rank() over (
            order by
                unit.partnership_id, unit.programme_id, unit.component_id, unit.kind, unit.provenance, unit.single_id
        ) as integer
    ) as record_unit
from work_units as unit
where exists (
    select 1
    from indicators as indicator
    where
        indicator.counted_from in ('activities', 'places')
        and indicator.partnership_id = unit.partnership_id
        and indicator.counted_kind = unit.kind
        and (indicator.programme_id is null or indicator.programme_id = unit.programme_id)
)
order by unit.unit
