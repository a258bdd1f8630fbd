-- grain: one row per data set and how exactly its places are known; items: places given for activities (as the file gives them), or rows recorded
--     exactness: exact, municipality, department, country, named_region, city, or none
-- parameters: the selection, $lang
-- uses: chosen_exactness, chosen_records
with given as (
    select
        'activities' as data_kind, known.partnership_id as dataset_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
        'partnerships:' || known.partnership_id as reference, known.exactness, known.items
    from chosen_exactness as known
    inner join partnerships as partnership on partnership.partnership_id = known.partnership_id
    union all
    select 'records', record.dataset, record.dataset, 'sources:' || record.source_id, coalesce(place.level, 'none'),
        record.record_rows
    from chosen_records as record
    left join places as place on place.place_id = record.place_id
)

select
    data_kind,
    dataset_id,
    min(dataset_name) as dataset_name,
    exactness,
    cast(sum(items) as bigint) as items,
    sum(items) / sum(sum(items)) over (partition by data_kind, dataset_id) as items_share,
    string_agg(distinct reference, ' ' order by reference) as evidence
from given
group by data_kind, dataset_id, exactness
order by
    data_kind, dataset_id,
    case exactness
        when 'exact' then 1 when 'municipality' then 2 when 'city' then 3 when 'department' then 4
        when 'named_region' then 5 when 'country' then 6 else 7
    end,
    exactness
