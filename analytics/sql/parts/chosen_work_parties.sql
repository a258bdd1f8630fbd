-- uses: chosen_activities
-- The chosen activities by the set of organisations and roles that each names (see set_parties), and their number.
select
    activity.partnership_id,
    activity.programme_id,
    activity.activity_id as party_set,
    activity.start_on,
    activity.end_on,
    1 as activities
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
