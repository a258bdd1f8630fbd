select
    role.organisation_id,
    role.role,
    count(*) as activities,
    min(activity.start_on) as start_on,
    max(activity.end_on) as end_on
from activity_organisations as role
inner join activities as activity on activity.activity_no = role.activity_no
where true /*parties*/ /*activities*/
group by role.organisation_id, role.role
order by activities desc, role.organisation_id, role.role
