select
    cast(right(activity_id, 9) as integer) as activity_no,
    kind,
    currency,
    amount
from transactions
order by hash(activity_id)
