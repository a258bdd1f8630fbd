-- grain: one row per issue listed at the place or inside it
-- parameters: the selection, $place_id, $lang
-- uses: around_place, chosen_issues
select
    issue.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    near.relation,
    issue.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    case $lang when 'es' then type.family_es else type.family_en end as family_name,
    case $lang when 'es' then issue.as_stated_es else issue.as_stated_en end as as_stated,
    issue.position,
    issue.stated_from_on,
    issue.stated_to_on,
    issue.provenance,
    'issues:' || issue.issue_id as evidence
from issues as issue
inner join around_place as near on near.place_id = issue.place_id and near.relation <> 'around'
inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
inner join places as place on place.place_id = issue.place_id
inner join issue_types as type on type.issue_type_id = issue.issue_type_id
where issue.relation = 'listed'
order by place_name, issue.place_id, issue.position, issue.issue_type_id, issue.issue_id
