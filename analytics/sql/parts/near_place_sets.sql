-- uses: around_place, set_places
-- The sets of places (see set_places) that hold $place_id itself, a place inside it or one around it, by each such place.
select here.place_set, here.place_id, here.exactness, near.relation
from set_places as here
inner join around_place as near on near.place_id = here.place_id
