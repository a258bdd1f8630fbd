-- grain: one row per unordered pair of issue types that stand in the same list at least once; with issues chosen, pairs that hold one of them
-- parameters: the selection, $lang
-- uses: issues_of_any_type
with listed as (
    select issue_id, issue_type_id, place_id from issues_of_any_type where relation = 'listed'
)
select
    first.issue_type_id as first_issue_type_id,
    case $lang when 'es' then first_type.name_es else first_type.name_en end as first_issue_name,
    second.issue_type_id as second_issue_type_id,
    case $lang when 'es' then second_type.name_es else second_type.name_en end as second_issue_name,
    count(distinct first.place_id) as lists,
    (select count(distinct place_id) from listed) as all_lists,
    string_agg('issues:' || first.issue_id || ' issues:' || second.issue_id, ' ' order by first.issue_id, second.issue_id) as evidence
from listed as first
inner join listed as second on second.place_id = first.place_id and second.issue_type_id > first.issue_type_id
inner join issue_types as first_type on first_type.issue_type_id = first.issue_type_id
inner join issue_types as second_type on second_type.issue_type_id = second.issue_type_id
where
    len($issues) = 0 or list_contains($issues, first.issue_type_id) or list_contains($issues, second.issue_type_id)
group by
    first.issue_type_id, second.issue_type_id, first_type.name_en, first_type.name_es, second_type.name_en,
    second_type.name_es
order by lists desc, first_issue_name, second_issue_name, first_issue_type_id, second_issue_type_id
