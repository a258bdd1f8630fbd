select contribution_id, place_set
from given_facts
