-- uses: chosen_places, programme_spans, work_units, chosen_work
-- The programmes that pass every filter. Those without any date do not pass a period. What an import stands under has
-- neither dates nor places of its own (is_imported): it passes where one of its activities does.
select
    programme.programme_id,
    programme.partnership_id,
    programme.provenance = 'imported' as is_imported
from programmes as programme
inner join programme_spans as span on span.programme_id = programme.programme_id
where
    (
        (len($partnerships) = 0 or list_contains($partnerships, programme.partnership_id))
        and (len($provenances) = 0 or list_contains($provenances, programme.provenance))
        and ($period_from is null or (span.from_on <= $period_to and span.to_on >= $period_from))
        and (
            len($places) = 0
            or programme.programme_id in (
                select here.programme_id
                from programme_places as here
                inner join chosen_places as chosen on chosen.place_id = here.place_id
            )
        )
        and (
            len($issues) = 0
            or programme.programme_id in (
                select programme_id from issues where disclosure = 'open' and list_contains($issues, issue_type_id)
                union
                select programme_id from issue_links where list_contains($issues, issue_type_id)
            )
        )
        and (
            len($components) = 0
            or programme.programme_id in (select programme_id from components where list_contains($components, component_id))
        )
        and (
            len($kinds) = 0
            or programme.programme_id in (select programme_id from work_units where list_contains($kinds, kind))
        )
        and (
            len($sectors) = 0
            or programme.programme_id in (
                select role.programme_id
                from programme_organisations as role
                inner join organisations as organisation on organisation.organisation_id = role.organisation_id
                where list_contains($sectors, organisation.sector)
            )
        )
    )
    or (
        programme.provenance = 'imported'
        and programme.programme_id in (select programme_id from chosen_work)
    )
