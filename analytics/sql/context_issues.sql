-- grain: one row per issue that a document names without a place's list (context of the work, or addressed by it)
-- parameters: the selection, $lang
-- uses: chosen_issues, listed_activities
select
    issue.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    issue.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    coalesce(
        case $lang when 'es' then programme.short_name_es else programme.short_name_en end,
        case $lang when 'es' then activity.title_es else activity.title_en end,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end
    ) as item_name,
    issue.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    issue.relation,
    case $lang when 'es' then issue.as_stated_es else issue.as_stated_en end as as_stated,
    issue.provenance,
    'issues:' || issue.issue_id as evidence
from issues as issue
inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
inner join issue_types as type on type.issue_type_id = issue.issue_type_id
inner join partnerships as partnership on partnership.partnership_id = issue.partnership_id
left join programmes as programme on programme.programme_id = issue.programme_id
left join listed_activities as activity on activity.activity_id = issue.activity_id
where issue.relation <> 'listed' and issue.disclosure = 'open'
order by partnership.position, programme.position nulls last, issue.relation desc, issue.position nulls last, issue.issue_id
