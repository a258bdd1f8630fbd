select place_set, place_id, exactness
from place_sets
