-- uses: chosen_activity_rows
-- The ids of the open activities that pass every filter.
select activity_id
from chosen_activity_rows
