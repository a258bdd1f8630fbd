select
    cast(right(activity_id, 9) as integer) as activity_no,
    place_id
from activity_places
order by hash(activity_id || place_id)
