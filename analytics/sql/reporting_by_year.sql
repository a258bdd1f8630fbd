-- grain: one row per reporter and year for which it reports; year empty: what it dates in no year
--     data_kind: activities (that ran in the year, by reporting organisation, else by data set), records (by data set), submissions (by form)
-- parameters: the selection, $lang
-- uses: chosen_work_years, chosen_records, chosen_places
with reported as (
    select
        'activities' as data_kind,
        coalesce(work.reporter_ref, work.reporter_name, work.partnership_id) as reporter_id,
        coalesce(
            work.reporter_name, work.reporter_ref,
            case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end
        ) as reporter_name,
        work.from_year,
        work.to_year,
        work.activities as items,
        false as is_partial,
        'partnerships:' || work.partnership_id as reference
    from chosen_work_years as work
    inner join partnerships as partnership on partnership.partnership_id = work.partnership_id
    union all
    select
        'records', dataset, dataset, year, year, sum(record_rows), coalesce(bool_or(is_partial), false), 'sources:' || source_id
    from chosen_records
    group by dataset, year, source_id
    union all
    select
        'submissions', form, form, extract(year from submitted_on), extract(year from submitted_on), count(*), false,
        'sources:' || source_id
    from submissions
    where
        (len($places) = 0 or place_id in (select place_id from chosen_places))
        and (len($provenances) = 0 or list_contains($provenances, provenance))
        and (
            cast($period_from as date) is null
            or submitted_on between cast($period_from as date) and cast($period_to as date)
        )
    group by form, extract(year from submitted_on), source_id
),

yearly as (
    select
        data_kind, reporter_id, reporter_name,
        unnest(case when from_year is null then [null] else generate_series(from_year, to_year) end) as year, items, is_partial, reference
    from reported
)

select
    data_kind,
    reporter_id,
    min(reporter_name) as reporter_name,
    year,
    cast(sum(items) as bigint) as items,
    bool_or(is_partial) as is_partial,
    string_agg(distinct reference, ' ' order by reference) as evidence
from yearly
where
    year is null or cast($period_from as date) is null
    or year between extract(year from cast($period_from as date)) and extract(year from cast($period_to as date))
group by data_kind, reporter_id, year
order by data_kind, reporter_id, year nulls last
