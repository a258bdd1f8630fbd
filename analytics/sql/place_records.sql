-- grain: one row per issue type, data set and measure recorded at $place_id or inside it; relation: here, or inside
-- parameters: the selection, $place_id, $lang
-- uses: chosen_records, around_place
select
    around.relation,
    type.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    record.dataset,
    record.measure,
    cast(sum(record.record_rows) as bigint) as record_rows,
    sum(record.total) as total,
    cast(sum(record.not_stated) as bigint) as not_stated,
    min(record.year) as first_year,
    max(record.year) as last_year,
    max(case when record.is_partial then record.year end) as partial_year,
    string_agg(distinct 'sources:' || record.source_id, ' ' order by 'sources:' || record.source_id) as evidence
from chosen_records as record
inner join around_place as around on around.place_id = record.place_id and around.relation in ('here', 'inside')
inner join issue_types as type on type.issue_type_id = record.issue_type_id
group by around.relation, type.issue_type_id, type.name_en, type.name_es, record.dataset, record.measure
order by around.relation, record_rows desc, type.issue_type_id, record.dataset, record.measure
