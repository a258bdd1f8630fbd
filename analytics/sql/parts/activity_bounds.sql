-- The first and the last day that open activities state.
select min(start_on) as first_start_on, max(start_on) as last_start_on, min(end_on) as first_end_on, max(end_on) as last_end_on
from activities
where disclosure = 'open'
