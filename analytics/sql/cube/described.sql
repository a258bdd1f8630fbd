-- grain: one row per open activity: all that a filter or an answer of the cube can tell apart
-- uses: activity_facets
with places_of as (
    select
        activity_id,
        -- the share of one place alone says nothing
        case
            when count(*) = 1 then min(place_id || '/' || exactness || '/')
            else string_agg(place_id || '/' || exactness || '/' || coalesce(cast(share as varchar), ''), ' ' order by place_id)
        end as place_key
    from activity_places
    group by activity_id
),

parties_of as (
    select activity_id, string_agg(organisation_id || '/' || role, ' ' order by organisation_id, role) as party_key
    from activity_organisations
    group by activity_id
),

locations_of as (
    select activity_id, string_agg(coalesce(exactness, 'none'), ' ' order by coalesce(exactness, 'none')) as location_key
    from activity_locations
    group by activity_id
),

dated as (
    select
        activity.activity_id,
        coalesce(
            activity.start_on, activity.reported_from_on, span.from_on,
            case when activity.end_on is not null then date '0001-01-01' end
        ) as from_on,
        coalesce(
            activity.end_on, activity.reported_to_on, span.to_on,
            case when activity.start_on is not null then date '9999-12-31' end
        ) as to_on
    from activities as activity
    left join programme_spans as span on span.programme_id = activity.programme_id
)

select
    activity.activity_id,
    activity.partnership_id,
    activity.programme_id,
    activity.component_id,
    activity.kind,
    activity.provenance,
    listed.activity_id as single_id,
    facet.has_title,
    facet.has_description,
    facet.has_start,
    facet.has_end,
    activity.reported_from_on is not null as has_reported_start,
    activity.reported_to_on is not null as has_reported_end,
    activity.start_precision,
    facet.has_place,
    facet.has_funder,
    facet.has_partner,
    facet.has_amount,
    facet.has_sector,
    facet.is_open_past_end,
    detail.reporting_org_ref as reporter_ref,
    detail.reporting_org_name as reporter_name,
    locations_of.location_key,
    coalesce(places_of.place_key, '') as place_key,
    coalesce(parties_of.party_key, '') as party_key,
    cast(extract(year from dated.from_on) * 12 + extract(month from dated.from_on) - 1 as integer) as from_month,
    cast(extract(year from dated.to_on) * 12 + extract(month from dated.to_on) - 1 as integer) as to_month,
    activity.start_on,
    activity.end_on
from activities as activity
inner join activity_facets as facet on facet.activity_id = activity.activity_id
inner join dated on dated.activity_id = activity.activity_id
left join listed_activities as listed on listed.activity_id = activity.activity_id
left join activity_details as detail on detail.activity_id = activity.activity_id
left join places_of on places_of.activity_id = activity.activity_id
left join parties_of on parties_of.activity_id = activity.activity_id
left join locations_of on locations_of.activity_id = activity.activity_id
