-- uses: chosen_activities, activity_facets
-- The chosen activities with what each states, and their number.
select
    activity.partnership_id,
    facet.*,
    coalesce(activity.start_on, activity.end_on) as first_on,
    coalesce(activity.end_on, activity.start_on) as last_on,
    1 as activities
from activity_facets as facet
inner join chosen_activities as chosen on chosen.activity_id = facet.activity_id
inner join activities as activity on activity.activity_id = facet.activity_id
