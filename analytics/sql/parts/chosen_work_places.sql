-- uses: chosen_activities, listed_activities
-- The chosen activities by the set of places that each names (see set_places), and their number.
select
    activity.partnership_id,
    activity.programme_id,
    activity.provenance,
    listed.activity_id as single_id,
    activity.activity_id as place_set,
    1 as activities
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
left join listed_activities as listed on listed.activity_id = activity.activity_id
