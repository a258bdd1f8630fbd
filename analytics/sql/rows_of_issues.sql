-- grain: one row per issue listed in one cell of a pivot
-- parameters: the selection, $lang, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
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
    issue.issue_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    issue.position,
    case $lang when 'es' then issue.as_stated_es else issue.as_stated_en end as as_stated,
    issue.stated_from_on as start_on,
    issue.stated_to_on as end_on,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    issue.line,
    issue.provenance,
    'issues:' || issue.issue_id as evidence
from issues as issue
inner join issue_types as type on type.issue_type_id = issue.issue_type_id
inner join sources as source on source.source_id = issue.source_id
left join places as place on place.place_id = issue.place_id
left join places as parent on parent.place_id = place.parent_id
where
    issue.issue_id in (
        select facts.issue_id from facts
        where len($codes) >= 0/*cell*/
    )
order by issue.place_id nulls last, issue.position nulls last, issue.issue_id
limit cast($most as bigint) offset cast($skip as bigint)
