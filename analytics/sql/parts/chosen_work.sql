-- uses: chosen_activities, listed_activities
-- The chosen activities with what is counted of them: one row each, or (from the cube) one for all that no filter tells
-- apart, with their number. single_id: the activity, where it is listed and cited by itself.
select
    activity.partnership_id,
    activity.programme_id,
    activity.provenance,
    listed.activity_id as single_id,
    activity.start_on,
    activity.end_on,
    coalesce(activity.start_on, activity.end_on) as first_on,
    coalesce(activity.end_on, activity.start_on) as last_on,
    1 as activities
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
left join listed_activities as listed on listed.activity_id = activity.activity_id
