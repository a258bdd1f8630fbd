-- uses: chosen_units, chosen_cells
select
    cell.paid_set, unit.partnership_id, cell.money_kind, cell.currency, cell.amount, cell.paid_month, cell.items
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
