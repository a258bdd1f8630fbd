-- grain: one row per data set: its first and last date, and what in it is older than it says
--     open_past_end: activities stated as open or planned whose end has passed; partial_year: the last year that is not whole
-- parameters: the selection, $lang
-- uses: chosen_facets, chosen_records
select
    'activities' as data_kind,
    facet.partnership_id as dataset_id,
    min(case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end) as dataset_name,
    cast(sum(facet.activities) as bigint) as items,
    min(facet.first_on) as first_on,
    max(facet.last_on) as last_on,
    cast(coalesce(sum(facet.activities) filter (where facet.is_open_past_end), 0) as bigint) as open_past_end,
    cast(coalesce(sum(facet.activities) filter (where not facet.has_start and not facet.has_end), 0) as bigint) as undated,
    cast(null as bigint) as partial_year,
    'partnerships:' || facet.partnership_id as evidence
from chosen_facets as facet
inner join partnerships as partnership on partnership.partnership_id = facet.partnership_id
group by facet.partnership_id
union all
select
    'records', dataset, dataset, cast(sum(record_rows) as bigint), min(first_on), max(last_on), 0,
    cast(coalesce(sum(record_rows) filter (where first_on is null), 0) as bigint),
    max(case when is_partial then year end), string_agg(distinct 'sources:' || source_id, ' ' order by 'sources:' || source_id)
from chosen_records
group by dataset
order by data_kind, dataset_id
