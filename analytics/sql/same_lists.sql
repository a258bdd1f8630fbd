-- grain: one row per set of issue types that two or more places list alike, whole lists, order left aside; with issues chosen, lists that hold one of them
-- parameters: the selection, $lang
-- uses: issues_of_any_type
with named as (
    select
        issue.place_id,
        issue.issue_type_id,
        string_agg('issues:' || issue.issue_id, ' ' order by issue.issue_id) as evidence
    from issues_of_any_type as issue
    where issue.relation = 'listed'
    group by issue.place_id, issue.issue_type_id
),
listed as (
    select
        named.place_id,
        string_agg(named.issue_type_id, ' ' order by named.issue_type_id) as list_key,
        string_agg(
            case $lang when 'es' then type.name_es else type.name_en end, ' · ' order by named.issue_type_id
        ) as issue_names,
        max(case when list_contains($issues, named.issue_type_id) then 1 else 0 end) = 1 as is_chosen,
        string_agg(named.evidence, ' ' order by named.issue_type_id) as evidence
    from named
    inner join issue_types as type on type.issue_type_id = named.issue_type_id
    group by named.place_id
)
select
    listed.list_key,
    min(listed.issue_names) as issue_names,
    count(*) as places,
    string_agg(place.place_id, ' ' order by place.place_id) as place_ids,
    string_agg(
        case $lang when 'es' then place.name_es else place.name_en end, ' · ' order by place.place_id
    ) as place_names,
    string_agg(listed.evidence, ' ' order by place.place_id) as evidence
from listed
inner join places as place on place.place_id = listed.place_id
group by listed.list_key
having
    count(*) > 1
    and (len($issues) = 0 or count(case when listed.is_chosen then 1 end) > 0)
order by places desc, listed.list_key
