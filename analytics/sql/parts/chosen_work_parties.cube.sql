-- uses: chosen_units, chosen_cells
-- cells: party
select
    unit.partnership_id,
    unit.programme_id,
    cell.party_set,
    min(cell.start_on) as start_on,
    max(cell.end_on) as end_on,
    cast(sum(cell.activities) as bigint) as activities
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
group by unit.partnership_id, unit.programme_id, cell.party_set
