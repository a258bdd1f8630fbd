select paid_set, place_id, exactness, share
from paid_sets
