-- The places of each set of places.
select activity_id as place_set, place_id, exactness
from activity_places
