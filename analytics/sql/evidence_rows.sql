-- grain: one row per published row, with the document, section and line that it rests on
-- parameters: $references (as answers cite them in their column `evidence`; empty = all but what is told in words only), $lang
-- uses: row_references
select
    reference.reference,
    reference.table_name,
    reference.what,
    reference.value,
    reference.qualifier,
    reference.unit,
    reference.programme_id,
    reference.place_id,
    reference.source_id,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    reference.section,
    reference.line,
    reference.anchor,
    reference.fact_id,
    reference.disclosure,
    reference.provenance
from row_references as reference
inner join sources as source on source.source_id = reference.source_id
where (len($references) = 0 and reference.disclosure = 'open') or list_contains($references, reference.reference)
order by source.file_name, reference.line, reference.table_name, reference.reference
