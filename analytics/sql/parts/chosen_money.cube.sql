-- uses: chosen_units, chosen_cells
-- cells: money, in all
select
    unit.partnership_id, cell.money_kind, cell.currency, cast(sum(cell.items) as bigint) as items,
    cast(sum(cell.not_stated) as bigint) as not_stated, sum(cell.amount) as amount, min(cell.first_on) as first_on,
    max(cell.last_on) as last_on
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
where not cell.is_given
group by unit.partnership_id, cell.money_kind, cell.currency
