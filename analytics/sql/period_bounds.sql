-- grain: one row; the first and the last day that any row in the data states
-- parameters: none
select min(day) as first_on, max(day) as last_on
from (
    select start_on as day from programmes
    union all select end_on from programmes
    union all select reported_from_on from programmes
    union all select reported_to_on from programmes
    union all select start_on from activities where disclosure = 'open'
    union all select end_on from activities where disclosure = 'open'
    union all select stated_from_on from issues where disclosure = 'open'
    union all select stated_to_on from issues where disclosure = 'open'
    union all select min(start_on) from issue_records
    union all select max(end_on) from issue_records
) as days
where day is not null
