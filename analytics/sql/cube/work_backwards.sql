-- grain: one row per head of units, set of places and months of what ends before it begins (its dates have two sources):
--     a sum of what began less what ended would count it as less than none
select unit.head as unit, cell.place_set, cell.from_month, cell.to_month, cast(sum(cell.activities) as integer) as activities
from cells_place_month as cell
inner join unit_heads as unit on unit.unit = cell.unit
where cell.from_month > cell.to_month
group by unit.head, cell.place_set, cell.from_month, cell.to_month
