-- uses: chosen_work
select single_id as activity_id
from chosen_work
where single_id is not null
