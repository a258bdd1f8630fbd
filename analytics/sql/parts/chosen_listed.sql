-- uses: chosen_activities, listed_activities
-- The activities that are listed one by one and pass every filter.
select chosen.activity_id
from chosen_activities as chosen
inner join listed_activities as listed on listed.activity_id = chosen.activity_id
