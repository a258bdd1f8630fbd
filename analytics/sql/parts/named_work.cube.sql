-- uses: chosen_units, chosen_cells
-- read anew wherever it is used
-- The cells are the sorted rows here, each with where it stands.
select
    cell.activity_id,
    cell.name_order,
    cell.file_no,
    cell.row_no,
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
    cell.start_on
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
