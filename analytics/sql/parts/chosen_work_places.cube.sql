-- uses: chosen_units, chosen_cells
-- cells: place, work
select
    unit.partnership_id,
    unit.programme_id,
    unit.provenance,
    unit.single_id,
    cell.place_set,
    cast(sum(cell.activities) as bigint) as activities
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
group by unit.partnership_id, unit.programme_id, unit.provenance, unit.single_id, cell.place_set
