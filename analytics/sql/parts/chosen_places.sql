-- uses: place_lines
-- The places of the selection and all places inside them.
select place_id
from place_lines
where
    list_contains($places, place_id)
    or list_contains($places, parent_id)
    or list_contains($places, grandparent_id)
