select
    programme_id,
    place_id
from programme_places
order by programme_id, place_id
