-- All open activities, whatever is selected, by place, how exactly it is stated, and partnership.
select here.place_id, here.exactness, activity.partnership_id, count(distinct here.activity_id) as activities
from activity_places as here
inner join activities as activity on activity.activity_id = here.activity_id
where activity.disclosure = 'open'
group by here.place_id, here.exactness, activity.partnership_id
