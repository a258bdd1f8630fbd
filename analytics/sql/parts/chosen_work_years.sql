-- uses: chosen_activities
-- The chosen activities by who reports them and the years that they ran from and to (empty: without a date), and their number.
select
    activity.partnership_id,
    detail.reporting_org_ref as reporter_ref,
    detail.reporting_org_name as reporter_name,
    extract(year from coalesce(activity.start_on, activity.end_on)) as from_year,
    extract(year from coalesce(activity.end_on, activity.start_on)) as to_year,
    1 as activities
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
left join activity_details as detail on detail.activity_id = activity.activity_id
