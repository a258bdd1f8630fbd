-- The places of the selection and all places inside them.
select place.place_id
from places as place
left join places as parent on parent.place_id = place.parent_id
where
    list_contains($places, place.place_id)
    or list_contains($places, place.parent_id)
    or list_contains($places, parent.parent_id)
