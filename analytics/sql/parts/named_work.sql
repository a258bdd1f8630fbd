-- uses: chosen_activity_rows
-- The chosen activities with all that they can be broken down by (places, organisations and issues by their sets and
-- units), one by one. start_month: years * 12 + months from 0; is_start_year: stated no finer than that. name_order:
-- what is ordered as its id is; file_no, row_no: where it stands in its table.
select
    activity.activity_id,
    activity.activity_id as name_order,
    0 as file_no,
    activity.activity_id as row_no,
    activity.activity_id as unit,
    activity.activity_id as place_set,
    activity.activity_id as party_set,
    activity.partnership_id,
    activity.programme_id,
    activity.component_id,
    activity.kind,
    activity.provenance,
    cast(
        extract(year from coalesce(activity.start_on, activity.reported_from_on)) * 12
        + extract(month from coalesce(activity.start_on, activity.reported_from_on)) - 1 as integer
    ) as start_month,
    coalesce(activity.start_precision, 'month') = 'year' as is_start_year,
    activity.start_on is not null as has_start,
    activity.start_on
from chosen_activity_rows as activity
