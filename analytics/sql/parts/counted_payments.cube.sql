-- uses: chosen_units, chosen_cells
select
    cell.paid_set, unit.partnership_id, cell.money_kind, cell.currency, sum(cell.amount) as amount, cell.paid_month,
    cast(sum(cell.items) as bigint) as items
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
group by cell.paid_set, unit.partnership_id, cell.money_kind, cell.currency, cell.paid_month
