select party_set, organisation_id, role
from party_sets
