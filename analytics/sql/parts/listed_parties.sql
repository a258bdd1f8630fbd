-- uses: listed_activities
-- The organisations of the activities that are listed one by one.
select role.*
from activity_organisations as role
inner join listed_activities as activity on activity.activity_id = role.activity_id
