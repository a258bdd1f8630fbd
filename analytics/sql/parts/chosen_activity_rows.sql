-- uses: chosen_places, programme_spans
-- The open activities (not those told in words only) that pass every filter, with what they are. Their own dates first, then
-- the report's, then the programme's; where none of them has an end (or a start), it is open.
select
    activity.activity_id,
    activity.partnership_id,
    activity.programme_id,
    activity.component_id,
    activity.kind,
    activity.provenance,
    activity.start_on,
    activity.start_precision,
    activity.reported_from_on
from activities as activity
left join programme_spans as span on span.programme_id = activity.programme_id
where
    activity.disclosure = 'open'
    and (len($partnerships) = 0 or list_contains($partnerships, activity.partnership_id))
    and (len($provenances) = 0 or list_contains($provenances, activity.provenance))
    and (
        $period_from is null
        or (
            coalesce(
                activity.start_on, activity.reported_from_on, span.from_on,
                case when activity.end_on is not null then date '0001-01-01' end
            ) <= $period_to
            and coalesce(
                activity.end_on, activity.reported_to_on, span.to_on,
                case when activity.start_on is not null then date '9999-12-31' end
            ) >= $period_from
        )
    )
    and (
        len($places) = 0
        or activity.activity_id in (
            select here.activity_id
            from activity_places as here
            inner join chosen_places as chosen on chosen.place_id = here.place_id
        )
    )
    and (
        len($issues) = 0
        or activity.activity_id in (select activity_id from issues where disclosure = 'open' and list_contains($issues, issue_type_id))
        or activity.programme_id in (select programme_id from issue_links where list_contains($issues, issue_type_id))
    )
    and (len($components) = 0 or list_contains($components, activity.component_id))
    and (len($kinds) = 0 or list_contains($kinds, activity.kind))
    and (
        len($sectors) = 0
        or activity.activity_id in (
            select role.activity_id
            from activity_organisations as role
            inner join organisations as organisation on organisation.organisation_id = role.organisation_id
            where list_contains($sectors, organisation.sector)
        )
    )
