-- grain: one row per attribute and breakdown that is known of $place_id itself, with the value of the latest year
--     value: of numbers; text_value: of words; values: how many different ones that year has (more than one: they disagree)
--     first_year: the earliest year stated; both years are missing where the source states none
-- parameters: $place_id, $lang
with known as (
    select
        attribute, breakdown, year, value, text_value, source_id,
        max(year) over (partition by attribute, breakdown) as latest_year,
        min(year) over (partition by attribute, breakdown) as first_year
    from place_attributes
    where place_id = $place_id
),

latest as (
    select * from known where year is not distinct from latest_year
)

select
    latest.attribute,
    latest.breakdown,
    latest.latest_year as year,
    min(latest.first_year) as first_year,
    max(latest.value) as value,
    max(latest.text_value) as text_value,
    cast(count(distinct coalesce(latest.text_value, cast(latest.value as varchar))) as bigint) as values,
    max(case $lang when 'es' then source.title_es else source.title_en end) as source_title,
    string_agg(distinct 'sources:' || latest.source_id, ' ' order by 'sources:' || latest.source_id) as evidence
from latest
inner join sources as source on source.source_id = latest.source_id
group by latest.attribute, latest.breakdown, latest.latest_year
order by latest.attribute, latest.breakdown nulls first
