select here.place_id
from programme_places as here
inner join places as place on place.place_id = here.place_id
where
    place.level = 'municipality'
    and (len($places) = 0 or list_contains($places, place.place_id) or list_contains($places, place.department_id))
order by here.place_id
