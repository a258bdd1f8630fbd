-- filter: place
activity.activity_no in (
    select there.activity_no from activity_places as there where there.place_id in (select place_id from places where place_id = $place or department_id = $place)
)

-- filter: period
coalesce(activity.start_on, $span_from) <= $period_to and coalesce(activity.end_on, $span_to) >= $period_from

-- filter: component
activity.component_id = $component

-- filter: kind
activity.kind = $kind

-- filter: sector
activity.activity_no in (
    select party.activity_no from activity_organisations as party
    where party.organisation_id in (select organisation_id from organisations where sector = $sector)
)
