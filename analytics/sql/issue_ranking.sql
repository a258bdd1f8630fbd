-- grain: one row per issue type; lists = places whose list names it, of all places with a list that pass the other filters
-- parameters: the selection, $lang
-- uses: chosen_issues, issues_of_any_type
with listed as (
    select issue_id, issue_type_id, place_id
    from chosen_issues
    where relation = 'listed'
)
select
    type.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    type.family,
    case $lang when 'es' then type.family_es else type.family_en end as family_name,
    count(distinct listed.place_id) as lists,
    (select count(distinct place_id) from issues_of_any_type where relation = 'listed') as all_lists,
    string_agg('issues:' || listed.issue_id, ' ' order by listed.issue_id) as evidence
from listed
inner join issue_types as type on type.issue_type_id = listed.issue_type_id
group by type.issue_type_id, type.name_en, type.name_es, type.family, type.family_en, type.family_es
order by lists desc, issue_name, type.issue_type_id
