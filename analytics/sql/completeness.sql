-- grain: one row per data set and column: how many of its rows state it
--     data_kind: activities or records (of issues); a title that only repeats the identifier states nothing
-- parameters: the selection, $lang
-- uses: open_activities, chosen_records
with facts as (
    select
        'activities' as data_kind,
        activity.partnership_id as dataset_id,
        activity.dataset_name,
        'partnerships:' || activity.partnership_id as reference,
        activity.title_en <> coalesce(detail.identifier, '') as has_title,
        activity.description_en not in (activity.title_en, coalesce(detail.identifier, '')) as has_description,
        activity.start_on is not null as has_start,
        activity.end_on is not null as has_end,
        activity.activity_id in (select activity_id from activity_places) as has_place,
        activity.activity_id in (select activity_id from activity_organisations where role = 'funding') as has_funder,
        activity.activity_id in (select activity_id from activity_organisations where role <> 'funding') as has_partner,
        activity.activity_id in (select activity_id from transactions where amount is not null) as has_amount,
        activity.activity_id in (select activity_id from activity_sectors) as has_sector,
        cast(null as boolean) as has_count
    from open_activities as activity
    left join activity_details as detail on detail.activity_id = activity.activity_id
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
        count(*) as items,
        count(*) filter (
            where case facet.facet
                when 'title' then facts.has_title when 'description' then facts.has_description
                when 'start' then facts.has_start when 'end' then facts.has_end when 'place' then facts.has_place
                when 'funder' then facts.has_funder when 'partner' then facts.has_partner
                when 'amount' then facts.has_amount else facts.has_sector
            end
        ) as stated
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
