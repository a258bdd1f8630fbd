-- grain: one row per data set whose activities are counted, not listed, and year: the activities that ran in it; year empty:
--     those without a date
-- parameters: the selection, $lang
-- uses: chosen_work_years, counted_partnerships
with running as (
    select
        partnership_id, unnest(case when from_year is null then [null] else generate_series(from_year, to_year) end) as year, activities
    from chosen_work_years
),

counted as (
    select partnership_id from counted_partnerships
    union
    select programme_id from programmes where provenance = 'imported'
)

select
    running.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
    running.year,
    cast(sum(running.activities) as bigint) as activities,
    'partnerships:' || running.partnership_id as evidence
from running
inner join counted on counted.partnership_id = running.partnership_id
inner join partnerships as partnership on partnership.partnership_id = running.partnership_id
where
    running.year is null or cast($period_from as date) is null
    or running.year between extract(year from cast($period_from as date)) and extract(year from cast($period_to as date))
group by
    running.partnership_id, partnership.short_name_en, partnership.short_name_es, partnership.position, running.year
order by partnership.position, running.partnership_id, running.year nulls last
