-- uses: chosen_places, programme_spans, listed_activities
-- The open issue rows (not those told in words only) that pass every filter but that of the issue type; component and sector are those of the programme, kind that of the activity.
select issue.issue_id, issue.partnership_id, issue.place_id, issue.issue_type_id, issue.relation
from issues as issue
left join programme_spans as span on span.programme_id = issue.programme_id
where
    issue.disclosure = 'open'
    and (len($partnerships) = 0 or list_contains($partnerships, issue.partnership_id))
    and (len($provenances) = 0 or list_contains($provenances, issue.provenance))
    and (len($places) = 0 or issue.place_id in (select place_id from chosen_places))
    and (
        $period_from is null
        or (
            coalesce(issue.stated_from_on, span.from_on) <= $period_to
            and coalesce(issue.stated_to_on, span.to_on) >= $period_from
        )
    )
    and (
        len($components) = 0
        or issue.programme_id in (select programme_id from components where list_contains($components, component_id))
    )
    and (
        len($kinds) = 0
        or issue.activity_id in (select activity_id from listed_activities where disclosure = 'open' and list_contains($kinds, kind))
    )
    and (
        len($sectors) = 0
        or issue.programme_id in (
            select role.programme_id
            from programme_organisations as role
            inner join organisations as organisation on organisation.organisation_id = role.organisation_id
            where list_contains($sectors, organisation.sector)
        )
    )
