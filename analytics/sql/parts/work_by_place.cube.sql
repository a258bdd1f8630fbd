-- cells: place, whole
select here.place_id, here.exactness, cell.partnership_id, cast(sum(cell.activities) as bigint) as activities
from (
    select own.place_set, unit.partnership_id, sum(own.activities) as activities
    from (select unit, place_set, sum(activities) as activities from work_cells group by unit, place_set) as own
    inner join work_units as unit on unit.unit = own.unit
    group by own.place_set, unit.partnership_id
) as cell
inner join place_sets as here on here.place_set = cell.place_set
group by here.place_id, here.exactness, cell.partnership_id
