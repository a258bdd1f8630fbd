-- grain: one row per source document
-- parameters: $lang
select
    source_id,
    case $lang when 'es' then title_es else title_en end as source_title,
    case $lang when 'es' then kind_es else kind_en end as source_kind,
    published_from_on,
    published_to_on,
    file_name,
    sha256,
    line_count,
    case $lang when 'es' then note_es else note_en end as note,
    provenance
from sources
order by file_name, source_id
