-- uses: chosen_places, place_areas
-- The areas of each activity's places; with places chosen, of those places alone.
select distinct here.activity_id, area.municipality_id, area.department_id, area.country_id
from activity_places as here
inner join place_areas as area on area.place_id = here.place_id
where (len($places) = 0 or here.place_id in (select place_id from chosen_places))
