select
    cast(right(activity_id, 9) as integer) as activity_no,
    component_id,
    kind,
    start_on,
    end_on
from activities
order by hash(activity_id)
