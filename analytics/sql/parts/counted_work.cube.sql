-- uses: chosen_units, chosen_cells
select
    cell.unit,
    cell.place_set,
    cell.party_set,
    unit.partnership_id,
    unit.programme_id,
    unit.component_id,
    unit.kind,
    unit.provenance,
    case when unit.has_start or unit.has_reported_start then cell.from_month end as start_month,
    coalesce(unit.start_precision, 'month') = 'year' as is_start_year,
    unit.has_start,
    cell.activities
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
