-- uses: chosen_activities
-- The chosen activities by the set of places that each names (see set_places) and the months that its own dates or its
-- report state as its first and its last (years * 12 + months from 0; empty: without a date), and their number.
select
    activity.activity_id as place_set,
    activity.partnership_id,
    activity.end_on is null and activity.reported_to_on is null as is_open,
    cast(
        extract(year from coalesce(activity.start_on, activity.reported_from_on, activity.end_on)) * 12
        + extract(month from coalesce(activity.start_on, activity.reported_from_on, activity.end_on)) - 1 as integer
    ) as first_month,
    cast(
        extract(year from coalesce(activity.end_on, activity.reported_to_on, activity.start_on)) * 12
        + extract(month from coalesce(activity.end_on, activity.reported_to_on, activity.start_on)) - 1 as integer
    ) as last_month,
    1 as activities
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
