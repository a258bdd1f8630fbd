-- uses: chosen_units, chosen_cells, given_amounts
select
    cell.place_set, unit.partnership_id, unit.programme_id, unit.component_id, cell.money_kind, cell.currency,
    cast(null as varchar) as qualifier, cell.amount, cell.paid_month, false as is_paid_year, cell.provenance, cell.items,
    cell.not_stated
from chosen_cells as cell
inner join chosen_units as unit on unit.unit = cell.unit
where not cell.is_given
union all
select
    given.place_set, given.partnership_id, given.programme_id, cast(null as varchar), given.money_kind, given.currency,
    given.qualifier, given.amount, given.paid_month, given.is_paid_year, given.provenance, 1,
    case when given.amount is null then 1 else 0 end
from given_amounts as given
