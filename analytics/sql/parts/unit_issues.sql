-- uses: activity_issues
-- The issues of each unit of work (see counted_work).
select activity_id as unit, issue_type_id, family
from activity_issues
