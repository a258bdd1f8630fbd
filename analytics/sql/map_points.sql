-- grain: one row per municipality or city with a programme, an activity or a list of issues, and partnership
-- parameters: the selection, $lang
-- evidence: of activities that are counted as a whole their data set
-- uses: present_at, chosen_issues, chosen_places, place_lines
with listed as (
    select distinct partnership_id, place_id, issue_type_id
    from chosen_issues
    where relation = 'listed'
),

named as (
    select
        listed.partnership_id,
        listed.place_id,
        count(listed.issue_type_id) as issues_listed,
        string_agg(
            case $lang when 'es' then type.name_es else type.name_en end, ' · ' order by type.name_en, type.issue_type_id
        ) as issue_names
    from listed
    inner join issue_types as type on type.issue_type_id = listed.issue_type_id
    group by listed.partnership_id, listed.place_id
),

present as (
    select partnership_id, place_id, activities, coalesce(evidence, 'partnerships:' || partnership_id) as evidence
    from present_at
    union all
    select partnership_id, place_id, 0, 'issues:' || issue_id
    from chosen_issues
    where relation = 'listed'
),

-- Added up by their codes before they are named: the names are long, and many.
points as (
    select
        place_id,
        partnership_id,
        cast(sum(activities) as bigint) as activities,
        array_to_string(list_sort(list_distinct(list(evidence))), ' ') as evidence
    from present
    group by place_id, partnership_id
)

select
    place.place_id,
    place.level,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.parent_id,
    case $lang when 'es' then place.parent_name_es else place.parent_name_en end as parent_name,
    place.country_id as country_code,
    place.lat,
    place.lon,
    points.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    points.activities,
    coalesce(named.issues_listed, 0) as issues_listed,
    named.issue_names,
    points.evidence
from points
inner join place_lines as place on place.place_id = points.place_id
inner join partnerships as partnership on partnership.partnership_id = points.partnership_id
left join named on named.place_id = points.place_id and named.partnership_id = points.partnership_id
where
    place.level in ('municipality', 'city')
    and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
order by place.place_id, partnership.position, points.partnership_id
