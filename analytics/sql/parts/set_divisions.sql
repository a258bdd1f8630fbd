-- uses: set_places, place_divisions, chosen_places
-- The countries and first-level divisions of each set of places; with places chosen, of those places alone. is_whole: the
-- whole country is named; is_part: a division or a region.
select
    own.place_set,
    area.area_id,
    bool_or(area.level = 'country') as is_whole,
    bool_or(area.level in ('department', 'named_region')) as is_part
from set_places as own
inner join place_divisions as area on area.place_id = own.place_id
where (len($places) = 0 or own.place_id in (select place_id from chosen_places))
group by own.place_set, area.area_id
