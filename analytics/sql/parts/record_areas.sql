-- uses: chosen_places, chosen_party_sets, chosen_counted, counted_areas
-- The record cells that pass the filters of place and organisation, by area (see counted_areas): that of a department, or of a
-- municipality where $cell_level says so. Without a block they are of activities: their rows at places (atoms), what these come to by
-- shares (added), and each activity once in all, in its country, department and municipality. In a block they are of places: the
-- municipalities that they were at. Numbers are double, for those add up faster than whole ones and are exact up to 2^53.
with here as (
    select
        share.place_set, share.share, share.country_id, share.department_id, share.municipality_id, place.block, place.mark,
        case $cell_level when 'municipality' then place.area else place.wider end as area
    from place_shares as share
    left join counted_areas as place on place.place_id = share.place_id
    where (len($places) = 0 or share.place_id in (select place_id from chosen_places))
),

-- an activity at two places of an area is one activity there
marked as (
    select
        here.*,
        lag(place_set) over area is distinct from place_set as is_first,
        lag(country_id) over area is distinct from country_id as is_next_country,
        lag(department_id) over area is distinct from department_id as is_next_department,
        lag(municipality_id) over area is distinct from municipality_id as is_next_municipality
    from here
    window area as (order by place_set, country_id, department_id, municipality_id)
),

weighed as (
    select
        place_set, area, count(*) as places, sum(share) as share,
        count(*) filter (where is_first) as in_all,
        count(*) filter (where is_first or is_next_country) as in_country,
        count(*) filter (where is_first or is_next_country or is_next_department) as in_department,
        count(*) filter (where is_first or is_next_country or is_next_department or is_next_municipality) as in_municipality
    from marked
    group by place_set, area
),

chosen as (
    select cell.*
    from work_cells as cell
    where (len($sectors) = 0 or cell.party_set in (select party_set from chosen_party_sets))
)
select
    cell.record_unit, here.area, cast(null as integer) as block, cell.month, cell.until, min(cell.first_on) as first_on,
    max(cell.last_on) as last_on, sum(cast(cell.activities * here.places as double)) as atoms,
    sum(cell.activities * here.share) as added, sum(cast(cell.activities * here.in_all as double)) as in_all,
    sum(cast(cell.activities * here.in_country as double)) as in_country,
    sum(cast(cell.activities * here.in_department as double)) as in_department,
    sum(cast(cell.activities * here.in_municipality as double)) as in_municipality, cast(null as ubigint) as marks
from chosen as cell
inner join weighed as here on here.place_set = cell.place_set
where cell.record_unit in (select record_unit from chosen_counted where counted_from = 'activities')
group by cell.record_unit, here.area, cell.month, cell.until
union all
select
    cell.record_unit, here.area, here.block, cell.month, cell.until, min(cell.first_on), max(cell.last_on),
    sum(cast(cell.activities as double)), null, null, null, null, null, bit_or(here.mark)
from chosen as cell
inner join here on here.place_set = cell.place_set
where
    here.block is not null
    and cell.record_unit in (select record_unit from chosen_counted where counted_from = 'places')
group by cell.record_unit, here.area, here.block, cell.month, cell.until
