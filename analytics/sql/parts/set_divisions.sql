-- uses: set_places, place_lines, chosen_places
-- The countries and first-level divisions of each set of places; with places chosen, of those places alone. is_whole: the
-- whole country is named; is_part: a division or a region.
select
    here.place_set,
    area.area_id,
    bool_or(here.level = 'country') as is_whole,
    bool_or(here.level in ('department', 'named_region')) as is_part
from (
    select own.place_set, line.level, line.country_id, line.department_id
    from set_places as own
    inner join place_lines as line on line.place_id = own.place_id
    where (len($places) = 0 or own.place_id in (select place_id from chosen_places))
) as here
cross join lateral (select unnest([here.country_id, here.department_id]) as area_id) as area
where area.area_id is not null
group by here.place_set, area.area_id
