-- uses: stated_kept, record_kept
-- What a total may count, one row each: the stated values and the records, each with the cell that it belongs to.
select
    indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative, start_on, end_on, place_id, component_id,
    programme_id, sex, age_group, population_group, breakdown, value, numerator, denominator, qualifier,
    cast(null as varchar) as thing, activity_id, reference, false as is_record, is_latest, is_last_period
from stated_kept
union all
select
    indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative, start_on, end_on, place_id, component_id,
    programme_id, sex, age_group, population_group, breakdown, value, numerator, denominator, qualifier, thing, activity_id,
    reference, true, true, true
from record_kept
