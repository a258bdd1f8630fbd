-- grain: one row per municipality (or other place) and issue type that a programme listed there
-- parameters: the selection, $lang
-- uses: chosen_issues
select
    issue.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    department.place_id as department_id,
    case $lang when 'es' then department.name_es else department.name_en end as department_name,
    issue.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    type.family,
    case $lang when 'es' then type.family_es else type.family_en end as family_name,
    issue.position,
    case $lang when 'es' then issue.as_stated_es else issue.as_stated_en end as as_stated,
    issue.programme_id,
    issue.stated_from_on,
    issue.stated_to_on,
    issue.provenance,
    'issues:' || issue.issue_id as evidence
from issues as issue
inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
inner join issue_types as type on type.issue_type_id = issue.issue_type_id
inner join places as place on place.place_id = issue.place_id
left join places as department
    on department.place_id = case place.level when 'department' then place.place_id else place.parent_id end
    and department.level = 'department'
where issue.relation = 'listed'
order by
    department_name, department_id, translate(lower(place_name), 'áéíóúüñ', 'aeiouun'), issue.place_id, issue.position, issue.issue_type_id, issue.issue_id
