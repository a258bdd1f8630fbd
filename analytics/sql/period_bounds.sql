-- grain: one row; the first and the last day that any row in the data states
-- parameters: none
-- uses: activity_bounds, issue_counts
select min(day) as first_on, max(day) as last_on
from (
    select start_on as day from programmes
    union all select end_on from programmes
    union all select reported_from_on from programmes
    union all select reported_to_on from programmes
    union all select first_start_on from activity_bounds
    union all select last_start_on from activity_bounds
    union all select first_end_on from activity_bounds
    union all select last_end_on from activity_bounds
    union all select stated_from_on from issues where disclosure = 'open'
    union all select stated_to_on from issues where disclosure = 'open'
    union all select min(start_on) from observations where disclosure = 'open' and kind <> 'baseline'
    union all select max(end_on) from observations where disclosure = 'open' and kind <> 'baseline'
    union all select min(first_on) from issue_counts
    union all select max(last_on) from issue_counts
) as days
where day is not null
