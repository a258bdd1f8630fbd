-- grain: one row per unit: the first of the units that only a component, a kind or what is stated tells apart from it
select
    unit,
    min(unit) over (
        partition by
            partnership_id, programme_id, provenance, single_id, location_key, not has_end and not has_reported_end
    ) as head
from work_units
