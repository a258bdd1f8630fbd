-- The set of places (see set_places) of the activity that a contribution names.
select contribution_id, activity_id as place_set
from contributions
where activity_id is not null
