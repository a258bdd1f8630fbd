-- grain: one row per place of $level and step of time ($steps) with something recorded in it: its count, and per 100,000 people
--     people: $attribute (the population) of the year of the step; of the whole period the sum over its years, each of which
--     must have one. Empty where a year has none or has it twice: then per_100k is not computable, and empty too.
-- parameters: the selection, $issue_type_id, $dataset, $measure, $attribute, $level, $steps
-- uses: records_at, attributes_at
with span as (
    select min(first_year) as first_year, max(last_year) as last_year from records_at where step_key is not null
),

known as (
    select place_id, year, value from attributes_at where value is not null and value > 0 and not is_twice
),

people as (
    select place_id, cast(year as varchar) as year_key, value as people
    from known
    where $steps <> 'all'
    union all
    select known.place_id, 'all', sum(known.value)
    from known
    cross join span
    where $steps = 'all' and known.year between span.first_year and span.last_year
    group by known.place_id, span.first_year, span.last_year
    having count(*) = span.last_year - span.first_year + 1
)

select
    records_at.step_key,
    records_at.area_id as place_id,
    records_at.record_rows,
    records_at.total,
    records_at.not_stated,
    records_at.is_partial,
    people.people,
    records_at.total * 100000 / people.people as per_100k,
    records_at.evidence
from records_at
left join people
    on people.place_id = records_at.area_id
    and people.year_key = case when $steps = 'all' then 'all' else substr(records_at.step_key, 1, 4) end
where records_at.area_id is not null and records_at.step_key is not null
order by records_at.step_key, records_at.area_id
