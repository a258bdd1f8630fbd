-- grain: one row per issue type, data set, measure and year; is_partial where the source does not cover the whole year
-- parameters: the selection, $lang
-- uses: chosen_records
select
    type.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    record.dataset,
    record.measure,
    record.year,
    cast(sum(record.record_rows) as bigint) as record_rows,
    sum(record.total) as total,
    bool_or(record.is_partial) as is_partial,
    string_agg(distinct 'sources:' || record.source_id, ' ' order by 'sources:' || record.source_id) as evidence
from chosen_records as record
inner join issue_types as type on type.issue_type_id = record.issue_type_id
where record.year is not null
group by type.issue_type_id, type.name_en, type.name_es, record.dataset, record.measure, record.year
order by type.issue_type_id, record.dataset, record.measure, record.year
