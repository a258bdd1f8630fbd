-- grain: one row per kind of open activities that no filter on what an activity is tells apart; activities: how many
with kinds as (
    select
        partnership_id, programme_id, component_id, kind, provenance, single_id, has_title, has_description, has_start,
        has_end, has_place, has_funder, has_partner, has_amount, has_sector, is_open_past_end, reporter_ref, reporter_name,
        location_key, has_reported_start, has_reported_end, start_precision, count(*) as activities
    from described
    group by
        partnership_id, programme_id, component_id, kind, provenance, single_id, has_title, has_description, has_start,
        has_end, has_place, has_funder, has_partner, has_amount, has_sector, is_open_past_end, reporter_ref, reporter_name,
        location_key, has_reported_start, has_reported_end, start_precision
)

select
    cast(
        row_number() over (
            order by
                partnership_id, programme_id, component_id, kind, provenance, single_id, has_title, has_description,
                has_start, has_end, has_place, has_funder, has_partner, has_amount, has_sector, is_open_past_end,
                reporter_ref, reporter_name, location_key, has_reported_start, has_reported_end, start_precision
        ) as integer
    ) as unit,
    kinds.*
from kinds
order by unit
