-- uses: chosen_units, chosen_cells, given_amounts
-- The cells are the sorted transactions here.
select
    'transactions:' || cell.activity_id || '|' || cell.money_kind || '|' || cast(cell.transaction as varchar) as money_id,
    cell.activity_id,
    cell.transaction as number, cell.place_set, unit.partnership_id, unit.programme_id, unit.component_id, cell.money_kind,
    cell.currency, cast(null as varchar) as qualifier, cell.amount, cell.paid_on as dated_on,
    cast(extract(year from cell.paid_on) * 12 + extract(month from cell.paid_on) - 1 as integer) as paid_month,
    false as is_paid_year, cell.provenance
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
union all
select
    'contributions:' || given.contribution_id, given.activity_id, 0, given.place_set, given.partnership_id,
    given.programme_id, cast(null as varchar), given.money_kind, given.currency, given.qualifier, given.amount,
    given.dated_on, given.paid_month, given.is_paid_year, given.provenance
from given_amounts as given
