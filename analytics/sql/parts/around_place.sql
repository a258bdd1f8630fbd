-- uses: places_around
-- The place $place_id itself, the places inside it and the places around it, each with how it relates.
select other_id as place_id, relation
from places_around
where place_id = $place_id
