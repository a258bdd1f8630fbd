-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- parameters: the selection
-- axes: issues
-- uses: chosen_issues
with facts as (
    select
        /*axes*/issue.issue_id
    from issues as issue
    inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
    inner join issue_types as type on type.issue_type_id = issue.issue_type_id
    /*joins*/
    where issue.relation = 'listed'
)

select
    /*codes*/
    count(facts.issue_id) as issues_listed
from facts
/*group*/
having count(*) > 0
order by /*order*/issues_listed desc
limit 60001
