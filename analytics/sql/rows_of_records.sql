-- grain: one row of a source that records an issue, in one cell of a pivot; no count where the source states none
-- parameters: the selection, $lang, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
-- axes: record_rows
-- uses: chosen_record_rows
with facts as (
    select
        /*axes*/record.issue_type_id,
        record.dataset,
        record.measure,
        record.place_id,
        record.place_text,
        record.first_on,
        record.last_on,
        record.count,
        record.sex,
        record.age,
        record.is_partial,
        record.source_id,
        record.sheet,
        record.line,
        record.provenance
    from chosen_record_rows as record
    inner join issue_types as type on type.issue_type_id = record.issue_type_id
    /*joins*/
)

select
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    facts.dataset,
    facts.measure,
    facts.count as counted,
    coalesce(case $lang when 'es' then place.name_es else place.name_en end, facts.place_text) as place_name,
    facts.place_id,
    facts.first_on as start_on,
    facts.last_on as end_on,
    facts.sex,
    facts.age,
    facts.is_partial,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    facts.sheet,
    facts.line,
    facts.provenance,
    'sources:' || facts.source_id as evidence
from facts
inner join issue_types as type on type.issue_type_id = facts.issue_type_id
inner join sources as source on source.source_id = facts.source_id
left join places as place on place.place_id = facts.place_id
where len($codes) >= 0/*cell*/
order by facts.dataset, facts.first_on nulls last, facts.source_id, facts.sheet nulls first, facts.line, facts.place_id nulls last
limit cast($most as bigint) offset cast($skip as bigint)
