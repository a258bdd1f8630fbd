-- grain: one row; how many of each the selection holds; partnerships and programmes are those of documents,
--     datasets what imports stand under
-- parameters: the selection
-- uses: chosen_programmes, chosen_work, present_at, chosen_work_parties, set_parties, chosen_issues, chosen_places, place_lines, programme_parties
with placed as (
    -- each place once
    select
        present.place_id,
        coalesce(bool_or(present.is_work and chosen.is_imported), false) as is_imported,
        bool_or(documented.partnership_id is not null) as is_documented
    from present_at as present
    left join chosen_programmes as chosen on chosen.programme_id = present.programme_id
    left join (select distinct partnership_id from chosen_programmes where not is_imported) as documented
        on documented.partnership_id = present.partnership_id
    where (len($places) = 0 or present.place_id in (select place_id from chosen_places))
    group by present.place_id
),

of_programmes as (
    select
        count(distinct case when not is_imported then partnership_id end) as partnerships,
        count(case when not is_imported then 1 end) as programmes,
        count(case when is_imported then 1 end) as datasets,
        string_agg('programmes:' || programme_id, ' ' order by programme_id) as evidence
    from chosen_programmes
),

of_places as (
    select
        count(distinct case when placed.is_documented then line.country_id end) as countries_documented,
        count(distinct line.country_id) as countries,
        count(
            distinct case
                when line.country_id = 'CO' and line.level = 'department' then line.place_id
                when line.country_id = 'CO' and line.level = 'municipality' then line.parent_id
            end
        ) as departments_of_colombia,
        count(case when line.level = 'municipality' then 1 end) as municipalities,
        count(case when placed.is_imported and line.level in ('municipality', 'city') then 1 end) as dataset_municipalities
    from placed
    inner join place_lines as line on line.place_id = placed.place_id
),

of_work as (
    select
        cast(coalesce(sum(work.activities), 0) as bigint) as activities,
        cast(coalesce(sum(case when chosen.is_imported then work.activities end), 0) as bigint) as dataset_activities
    from chosen_work as work
    left join chosen_programmes as chosen on chosen.programme_id = work.programme_id
),

of_parties as (
    select count(distinct role.organisation_id) as dataset_organisations
    from set_parties as role
    where role.party_set in (
        select party_set from chosen_work_parties
        where programme_id in (select programme_id from chosen_programmes where is_imported)
    )
),

of_issues as (
    select
        count(*) as issues_listed,
        count(distinct issue_type_id) as issue_types_listed,
        count(distinct place_id) as places_with_a_list
    from chosen_issues
    where relation = 'listed'
),

of_organisations as (
    select count(distinct role.organisation_id) as organisations_named
    from programme_parties as role
    inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
    where role.is_named
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
-- Each is one row; joined by position they are not planned in every order, which would take a fifth of the time.
from of_programmes
positional join of_places
positional join of_work
positional join of_parties
positional join of_issues
positional join of_organisations
positional join undated
