-- uses: chosen_units, chosen_cells
-- A cell's own months may be its programme's: the unit tells what is stated.
select
    cell.place_set,
    unit.partnership_id,
    not unit.has_end and not unit.has_reported_end as is_open,
    case
        when unit.has_start or unit.has_reported_start then cell.from_month
        when unit.has_end then cell.to_month
    end as first_month,
    case
        when unit.has_end or unit.has_reported_end then cell.to_month
        when unit.has_start then cell.from_month
    end as last_month,
    cell.activities
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
