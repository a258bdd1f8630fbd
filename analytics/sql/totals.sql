-- grain: one row; how many of each the selection holds; partnerships and programmes are those of documents,
--     datasets what imports stand under
-- parameters: the selection
-- uses: chosen_programmes, chosen_work, worked_at, chosen_work_parties, set_parties, chosen_issues, chosen_places
with stated as (
    select
        chosen.programme_id, chosen.partnership_id, programme.provenance = 'imported' as is_imported
    from chosen_programmes as chosen
    inner join programmes as programme on programme.programme_id = chosen.programme_id
),

present as (
    select here.place_id, chosen.partnership_id, false as is_imported
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    union
    select work.place_id, work.partnership_id, coalesce(stated.is_imported, false)
    from worked_at as work
    left join stated on stated.programme_id = work.programme_id
),

of_programmes as (
    select
        count(distinct case when not is_imported then partnership_id end) as partnerships,
        count(case when not is_imported then 1 end) as programmes,
        count(case when is_imported then 1 end) as datasets,
        string_agg('programmes:' || programme_id, ' ' order by programme_id) as evidence
    from stated
),

of_places as (
    select
        count(distinct case when documented.partnership_id is not null then place.country_code end) as countries_documented,
        count(distinct place.country_code) as countries,
        count(
            distinct case
                when place.country_code = 'CO' and place.level = 'department' then place.place_id
                when place.country_code = 'CO' and place.level = 'municipality' then place.parent_id
            end
        ) as departments_of_colombia,
        count(distinct case when place.level = 'municipality' then place.place_id end) as municipalities,
        count(
            distinct case when present.is_imported and place.level in ('municipality', 'city') then place.place_id end
        ) as dataset_municipalities
    from present
    inner join places as place on place.place_id = present.place_id
    left join (select distinct partnership_id from stated where not is_imported) as documented
        on documented.partnership_id = present.partnership_id
    where (len($places) = 0 or place.place_id in (select place_id from chosen_places))
),

of_work as (
    select
        cast(coalesce(sum(work.activities), 0) as bigint) as activities,
        cast(coalesce(sum(case when stated.is_imported then work.activities end), 0) as bigint) as dataset_activities
    from chosen_work as work
    left join stated on stated.programme_id = work.programme_id
),

of_parties as (
    select count(distinct role.organisation_id) as dataset_organisations
    from set_parties as role
    where role.party_set in (
        select party_set from chosen_work_parties
        where programme_id in (select programme_id from stated where is_imported)
    )
),

of_issues as (
    select
        count(*) as issues_listed,
        count(distinct issue.issue_type_id) as issue_types_listed,
        count(distinct issue.place_id) as places_with_a_list
    from issues as issue
    inner join chosen_issues as chosen on chosen.issue_id = issue.issue_id
    where issue.relation = 'listed'
),

of_organisations as (
    select count(distinct role.organisation_id) as organisations_named
    from programme_organisations as role
    inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    where organisation.is_named
),

undated as (
    select count(*) as programmes_undated
    from programmes as programme
    where programme.start_on is null and programme.end_on is null and programme.reported_from_on is null
        and (len($partnerships) = 0 or list_contains($partnerships, programme.partnership_id))
)

select
    of_programmes.partnerships,
    of_programmes.programmes,
    of_programmes.datasets,
    of_work.dataset_activities,
    of_parties.dataset_organisations,
    of_places.dataset_municipalities,
    of_places.countries_documented,
    of_places.countries,
    of_places.departments_of_colombia,
    of_places.municipalities,
    of_work.activities,
    of_issues.issues_listed,
    of_issues.issue_types_listed,
    of_issues.places_with_a_list,
    of_organisations.organisations_named,
    undated.programmes_undated,
    of_programmes.evidence
from of_programmes
cross join of_places
cross join of_work
cross join of_parties
cross join of_issues
cross join of_organisations
cross join undated
