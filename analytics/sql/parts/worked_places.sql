-- The places named for open activities, how exactly, and for how many.
select here.place_id, here.exactness, count(distinct here.activity_id) as activities
from activity_places as here
inner join activities as activity on activity.activity_id = here.activity_id
where activity.disclosure = 'open'
group by here.place_id, here.exactness
