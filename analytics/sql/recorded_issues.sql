-- grain: one row per issue type, data set and measure: rows recorded, what they count, where and when
--     municipalities: those with more than a stated zero
-- parameters: the selection, $lang
-- uses: chosen_records
select
    type.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    record.dataset,
    record.measure,
    cast(sum(record.record_rows) as bigint) as record_rows,
    sum(record.total) as total,
    cast(sum(record.not_stated) as bigint) as not_stated,
    count(distinct case when record.present_rows > 0 then place.place_id end) as municipalities,
    min(record.year) as first_year,
    max(record.year) as last_year,
    max(case when record.is_partial then record.year end) as partial_year,
    string_agg(distinct 'sources:' || record.source_id, ' ' order by 'sources:' || record.source_id) as evidence
from chosen_records as record
inner join issue_types as type on type.issue_type_id = record.issue_type_id
left join places as place on place.place_id = record.place_id and place.level = 'municipality'
group by type.issue_type_id, type.name_en, type.name_es, record.dataset, record.measure
order by record_rows desc, type.issue_type_id, record.dataset, record.measure
