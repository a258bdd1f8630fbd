-- uses: chosen_units, chosen_cells
-- cells:
select
    unit.partnership_id, unit.has_title, unit.has_description, unit.has_start, unit.has_end, unit.has_place,
    unit.has_funder, unit.has_partner, unit.has_amount, unit.has_sector, unit.is_open_past_end,
    min(cell.first_on) as first_on, max(cell.last_on) as last_on, cast(sum(cell.activities) as bigint) as activities
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
group by
    unit.partnership_id, unit.has_title, unit.has_description, unit.has_start, unit.has_end, unit.has_place,
    unit.has_funder, unit.has_partner, unit.has_amount, unit.has_sector, unit.is_open_past_end
