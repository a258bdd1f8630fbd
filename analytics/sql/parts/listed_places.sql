-- uses: listed_activities
-- The places of the activities that are listed one by one.
select here.*
from activity_places as here
inner join listed_activities as activity on activity.activity_id = here.activity_id
