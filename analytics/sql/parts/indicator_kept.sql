-- uses: stated_kept, stated_best, record_kept
-- What a total may count, one row each: the stated values and the records, each with the cell that it belongs to.
select
    kept.ask_no, kept.indicator_id, kept.kind, kept.bucket, kept.key, kept.also_key, kept.aggregation, kept.measure, kept.is_cumulative,
    kept.start_on, kept.end_on, stated.place_id, stated.component_id, stated.programme_id, stated.sex, stated.age_group,
    stated.population_group, stated.breakdown, kept.value, kept.numerator, kept.denominator, kept.qualifier,
    cast(null as varchar) as thing, stated.activity_id, null as file_no, null as row_no,
    null as name_order, 'observations' as cited, stated.reference, false as is_record, kept.is_latest, kept.is_last_period
from stated_kept as kept
inner join stated_best as stated on stated.number = kept.number
union all
select
    0, indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative, start_on, end_on, place_id, component_id,
    programme_id, sex, age_group, population_group, breakdown, value, numerator, denominator, qualifier, thing, activity_id,
    file_no, row_no, name_order, cited, reference, true, true, true
from record_kept
