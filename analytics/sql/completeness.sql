-- grain: one row per data set and column: how many of its rows state it
--     data_kind: activities or records (of issues); a title that only repeats the identifier states nothing
-- parameters: the selection, $lang
-- uses: chosen_facets, chosen_records
with facts as (
    select
        'activities' as data_kind,
        facet.partnership_id as dataset_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
        'partnerships:' || facet.partnership_id as reference,
        facet.*
    from chosen_facets as facet
    inner join partnerships as partnership on partnership.partnership_id = facet.partnership_id
),

recorded as (
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
            ('amount', 8), ('sector', 9)
    ) as facet (facet, position)
),

counted as (
    select
        facts.data_kind, facts.dataset_id, facts.dataset_name, facts.reference, facet.facet, facet.position,
        sum(facts.activities) as items,
        coalesce(sum(facts.activities) filter (
            where case facet.facet
                when 'title' then facts.has_title when 'description' then facts.has_description
                when 'start' then facts.has_start when 'end' then facts.has_end when 'place' then facts.has_place
                when 'funder' then facts.has_funder when 'partner' then facts.has_partner
                when 'amount' then facts.has_amount else facts.has_sector
            end
        ), 0) as stated
    from facts
    cross join facets as facet
    group by facts.data_kind, facts.dataset_id, facts.dataset_name, facts.reference, facet.facet, facet.position
    union all
    select 'records', dataset, dataset, reference, 'start', 3, items, dated from recorded
    union all
    select 'records', dataset, dataset, reference, 'place', 5, items, placed from recorded
    union all
    select 'records', dataset, dataset, reference, 'count', 10, items, counted from recorded
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
