-- uses: chosen_units, chosen_cells
-- cells: place, work
select partnership_id, exactness, cast(sum(activities) as bigint) as items
from (
    select unit.partnership_id, unnest(string_split(unit.location_key, ' ')) as exactness, cell.activities
    from chosen_cells as cell
    inner join chosen_units as unit on unit.unit = cell.unit
    where unit.location_key is not null
    union all
    select unit.partnership_id, coalesce(here.exactness, 'none'), cell.activities
    from chosen_cells as cell
    inner join chosen_units as unit on unit.unit = cell.unit
    left join place_sets as here on here.place_set = cell.place_set
    where unit.location_key is null
) as known
group by partnership_id, exactness
