select
    cast(right(activity_id, 9) as integer) as activity_no,
    organisation_id,
    role
from activity_organisations
order by hash(activity_id || organisation_id || role)
