-- grain: one row per municipality or city with a programme, an activity or a list of issues, and partnership
-- parameters: the selection, $lang
-- evidence: of activities that are counted as a whole their data set
-- uses: chosen_programmes, chosen_work_places, set_places, chosen_issues, chosen_places
with present as (
    select
        programme.partnership_id, here.place_id, 0 as activities, null as issue_type_id,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join programmes as programme on programme.programme_id = here.programme_id
    union all
    select
        work.partnership_id, here.place_id, work.activities, null,
        coalesce('activity_places:' || work.single_id || '|' || here.place_id, 'partnerships:' || work.partnership_id)
    from (
        select partnership_id, single_id, place_set, cast(sum(activities) as bigint) as activities
        from chosen_work_places
        where place_set is not null
        group by partnership_id, single_id, place_set
    ) as work
    inner join set_places as here on here.place_set = work.place_set
    union all
    select issue.partnership_id, issue.place_id, 0, issue.issue_type_id, 'issues:' || issue.issue_id
    from issues as issue
    inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
    where issue.relation = 'listed'
)
select
    place.place_id,
    place.level,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.parent_id,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    place.country_code,
    place.lat,
    place.lon,
    present.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    cast(sum(present.activities) as bigint) as activities,
    count(distinct present.issue_type_id) as issues_listed,
    (
        select string_agg(case $lang when 'es' then type.name_es else type.name_en end, ' · ' order by type.name_en, type.issue_type_id)
        from issue_types as type
        where type.issue_type_id in (
            select listed.issue_type_id from present as listed
            where
                listed.place_id = place.place_id and listed.partnership_id = present.partnership_id
                and listed.issue_type_id is not null
        )
    ) as issue_names,
    string_agg(distinct present.evidence, ' ' order by present.evidence) as evidence
from present
inner join places as place on place.place_id = present.place_id
left join places as parent on parent.place_id = place.parent_id
inner join partnerships as partnership on partnership.partnership_id = present.partnership_id
where
    place.level in ('municipality', 'city')
    and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
group by
    place.place_id, place.level, place.name_en, place.name_es, place.parent_id, parent.name_en, parent.name_es,
    place.country_code, place.lat, place.lon, present.partnership_id, partnership.short_name_en,
    partnership.short_name_es, partnership.position
order by place.place_id, partnership.position, present.partnership_id
