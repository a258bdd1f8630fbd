-- grain: one row per other place whose list shares an issue type with the list of $place_id
-- parameters: the selection, $place_id, $lang
-- uses: chosen_issues
with listed as (
    select distinct place_id, issue_type_id
    from chosen_issues
    where relation = 'listed'
),
sizes as (
    select place_id, count(*) as issues from listed group by place_id
)
select
    place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    count(*) as issues_shared,
    sizes.issues as issues_there,
    own_size.issues as issues_here,
    count(*) = sizes.issues and count(*) = own_size.issues as is_same_list,
    string_agg(case $lang when 'es' then type.name_es else type.name_en end, ' · ' order by type.name_en, type.issue_type_id) as shared_names
from listed as own
inner join listed as there on there.issue_type_id = own.issue_type_id and there.place_id <> own.place_id
inner join sizes on sizes.place_id = there.place_id
inner join sizes as own_size on own_size.place_id = own.place_id
inner join places as place on place.place_id = there.place_id
left join places as parent on parent.place_id = place.parent_id
inner join issue_types as type on type.issue_type_id = own.issue_type_id
where own.place_id = $place_id
group by
    place.place_id, place.name_en, place.name_es, parent.name_en, parent.name_es, sizes.issues, own_size.issues
order by issues_shared desc, is_same_list desc, place_name, place.place_id
