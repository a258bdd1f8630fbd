-- uses: issues_of_any_type
-- The open issue rows that pass every filter.
select issue.*
from issues_of_any_type as issue
where (len($issues) = 0 or list_contains($issues, issue.issue_type_id))
