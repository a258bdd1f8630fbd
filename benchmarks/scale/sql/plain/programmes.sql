select
    programme_id,
    start_on,
    end_on
from programmes
order by programme_id
