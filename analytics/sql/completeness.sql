-- grain: one row per data set and column: how many of its rows state it
--     data_kind: activities or records (of issues); a title that only repeats the identifier states nothing
-- parameters: the selection, $lang
-- uses: chosen_facets, chosen_records
with recorded as (
    select
        dataset, 'sources:' || source_id as reference, sum(record_rows) as items,
        coalesce(sum(record_rows) filter (where first_on is not null), 0) as dated,
        coalesce(sum(record_rows) filter (where place_id is not null), 0) as placed,
        sum(record_rows - not_stated) as counted
    from chosen_records
    group by dataset, source_id
),

facets as (
    select *
    from (
        values ('title', 1), ('description', 2), ('start', 3), ('end', 4), ('place', 5), ('funder', 6), ('partner', 7),
            ('amount', 8), ('sector', 9), ('count', 10)
    ) as facet (facet, position)
),

counted as (
    select
        'activities' as data_kind,
        fact.partnership_id as dataset_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
        'partnerships:' || fact.partnership_id as reference,
        facet.facet,
        facet.position,
        fact.activities as items,
        case
            when case facet.facet
                when 'title' then fact.has_title when 'description' then fact.has_description
                when 'start' then fact.has_start when 'end' then fact.has_end when 'place' then fact.has_place
                when 'funder' then fact.has_funder when 'partner' then fact.has_partner
                when 'amount' then fact.has_amount else fact.has_sector
            end then fact.activities
            else 0
        end as stated
    from chosen_facets as fact
    inner join partnerships as partnership on partnership.partnership_id = fact.partnership_id
    cross join facets as facet
    where facet.facet <> 'count'
    union all
    select
        'records', recorded.dataset, recorded.dataset, recorded.reference, facet.facet, facet.position, recorded.items,
        case facet.facet when 'start' then recorded.dated when 'place' then recorded.placed else recorded.counted end
    from recorded
    cross join facets as facet
    where facet.facet in ('start', 'place', 'count')
)

select
    data_kind,
    dataset_id,
    min(dataset_name) as dataset_name,
    facet,
    cast(sum(items) as bigint) as items,
    cast(sum(stated) as bigint) as stated,
    sum(stated) / sum(items) as stated_share,
    string_agg(distinct reference, ' ' order by reference) as evidence
from counted
group by data_kind, dataset_id, facet, position
order by data_kind, dataset_id, position
