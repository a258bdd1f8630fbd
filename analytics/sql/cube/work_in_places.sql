-- grain: one row per head of units (see unit_heads) and set of places: how many activities, of any time
select
    unit.head as unit,
    cell.place_set,
    cast(null as integer) as party_set,
    cast(null as integer) as from_month,
    cast(null as integer) as to_month,
    cast(sum(cell.activities) as integer) as activities
from cells_place_month as cell
inner join unit_heads as unit on unit.unit = cell.unit
group by unit.head, cell.place_set
order by cell.place_set, unit.head
