-- uses: chosen_cells, chosen_units
-- The cells of chosen units that pass the filters of time, place and organisation.
select cell.*
from chosen_cells as cell
where cell.unit in (select unit from chosen_units)
