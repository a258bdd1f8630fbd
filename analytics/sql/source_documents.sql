-- grain: one row per source document; activities_counted: of how many activities in it only their number is told, not each
-- parameters: $lang
-- uses: counted_sources
select
    source.source_id,
    case $lang when 'es' then title_es else title_en end as source_title,
    case $lang when 'es' then kind_es else kind_en end as source_kind,
    published_from_on,
    published_to_on,
    file_name,
    sha256,
    line_count,
    case $lang when 'es' then note_es else note_en end as note,
    source.provenance,
    coalesce(counted.activities, 0) as activities_counted
from sources as source
left join counted_sources as counted on counted.source_id = source.source_id
order by source.file_name, source.source_id
