-- uses: chosen_places, set_places, place_areas
-- The areas of each set of places; with places chosen, of those places alone.
select distinct here.place_set, area.municipality_id, area.department_id, area.country_id
from set_places as here
inner join place_areas as area on area.place_id = here.place_id
where (len($places) = 0 or here.place_id in (select place_id from chosen_places))
