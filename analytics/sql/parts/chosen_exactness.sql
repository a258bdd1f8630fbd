-- uses: chosen_activities
-- How exactly the places of the chosen activities are known (as their file gives it), and how many places.
select activity.partnership_id, coalesce(location.exactness, 'none') as exactness, 1 as items
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
inner join activity_locations as location on location.activity_id = activity.activity_id
union all
select activity.partnership_id, coalesce(here.exactness, 'none'), 1
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
left join activity_places as here on here.activity_id = activity.activity_id
where activity.activity_id not in (select activity_id from activity_locations)
