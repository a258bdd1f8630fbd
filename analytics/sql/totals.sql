-- grain: one row; how many of each the selection holds; partnerships and programmes are those of documents,
--     datasets what imports stand under
-- parameters: the selection
-- uses: chosen_programmes, chosen_work_places, chosen_work_parties, set_places, set_parties, chosen_issues, chosen_places
with documented as (
    select chosen.programme_id, chosen.partnership_id
    from chosen_programmes as chosen
    inner join programmes as programme on programme.programme_id = chosen.programme_id
    where programme.provenance <> 'imported'
),

imported as (
    select chosen.programme_id, chosen.partnership_id
    from chosen_programmes as chosen
    inner join programmes as programme on programme.programme_id = chosen.programme_id
    where programme.provenance = 'imported'
),

work as (
    select partnership_id, programme_id, place_set, sum(activities) as activities
    from chosen_work_places
    group by partnership_id, programme_id, place_set
),

worked_in as (
    select distinct work.partnership_id, work.programme_id, here.place_id
    from work
    inner join set_places as here on here.place_set = work.place_set
),

parties as (
    select distinct programme_id, party_set from chosen_work_parties where programme_id in (select programme_id from imported)
),

present as (
    select place.place_id, place.level, place.country_code, place.parent_id, chosen.partnership_id
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join places as place on place.place_id = here.place_id
    where len($places) = 0 or place.place_id in (select place_id from chosen_places)
    union
    select place.place_id, place.level, place.country_code, place.parent_id, here.partnership_id
    from worked_in as here
    inner join places as place on place.place_id = here.place_id
    where len($places) = 0 or place.place_id in (select place_id from chosen_places)
)
select
    (select count(distinct partnership_id) from documented) as partnerships,
    (select count(*) from documented) as programmes,
    (select count(*) from imported) as datasets,
    (
        select cast(coalesce(sum(work.activities), 0) as bigint) from work
        inner join imported on imported.programme_id = work.programme_id
    ) as dataset_activities,
    (
        select count(distinct role.organisation_id) from set_parties as role
        inner join parties on parties.party_set = role.party_set
    ) as dataset_organisations,
    (
        select count(distinct place.place_id) from worked_in as here
        inner join imported on imported.programme_id = here.programme_id
        inner join places as place on place.place_id = here.place_id
        where place.level in ('municipality', 'city')
            and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
    ) as dataset_municipalities,
    (
        select count(distinct country_code) from present
        where partnership_id in (select partnership_id from documented)
    ) as countries_documented,
    (select count(distinct country_code) from present) as countries,
    (
        select count(distinct case when level = 'department' then place_id else parent_id end)
        from present where country_code = 'CO' and level in ('department', 'municipality')
    ) as departments_of_colombia,
    (select count(distinct place_id) from present where level = 'municipality') as municipalities,
    (select cast(coalesce(sum(activities), 0) as bigint) from work) as activities,
    (
        select count(*) from issues as issue
        inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
        where issue.relation = 'listed'
    ) as issues_listed,
    (
        select count(distinct issue.issue_type_id) from issues as issue
        inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
        where issue.relation = 'listed'
    ) as issue_types_listed,
    (
        select count(distinct issue.place_id) from issues as issue
        inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
        where issue.relation = 'listed'
    ) as places_with_a_list,
    (
        select count(distinct role.organisation_id) from programme_organisations as role
        inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
        inner join organisations as organisation on organisation.organisation_id = role.organisation_id
        where organisation.is_named
    ) as organisations_named,
    (
        select count(*) from programmes as programme
        where programme.start_on is null and programme.end_on is null and programme.reported_from_on is null
            and (len($partnerships) = 0 or list_contains($partnerships, programme.partnership_id))
    ) as programmes_undated,
    (
        select string_agg('programmes:' || programme_id, ' ' order by programme_id) from chosen_programmes
    ) as evidence
