-- uses: chosen_records, place_lines
-- What is recorded of one issue, data set and measure, by place of $level and step of time ($steps): the rows of map_records.
with stepped as (
    select
        record.*,
        case $steps
            when 'all' then 'all'
            when 'year' then case
                when extract(year from record.first_on) = extract(year from record.last_on)
                    then cast(extract(year from record.last_on) as varchar)
            end
            when 'quarter' then case
                when date_trunc('quarter', record.first_on) = date_trunc('quarter', record.last_on)
                    then cast(extract(year from record.last_on) as varchar) || '-Q' || cast(extract(quarter from record.last_on) as varchar)
            end
            when 'month' then case
                when date_trunc('month', record.first_on) = date_trunc('month', record.last_on)
                    then substr(cast(record.last_on as varchar), 1, 7)
            end
        end as step_key
    from chosen_records as record
    where record.issue_type_id = $issue_type_id and record.dataset = $dataset and record.measure = $measure
),

placed as (
    select
        stepped.*,
        case $level
            when 'municipality' then line.municipality_id
            when 'department' then line.department_id
            else line.country_id
        end as area_id
    from stepped
    left join place_lines as line on line.place_id = stepped.place_id
)

select
    placed.step_key,
    placed.area_id,
    case when placed.area_id is null then placed.place_id end as coarser_id,
    cast(sum(placed.record_rows) as bigint) as record_rows,
    sum(placed.total) as total,
    cast(sum(placed.not_stated) as bigint) as not_stated,
    bool_or(placed.is_partial) as is_partial,
    cast(min(placed.year) as bigint) as first_year,
    cast(max(placed.year) as bigint) as last_year,
    string_agg(distinct 'sources:' || placed.source_id, ' ' order by 'sources:' || placed.source_id) as evidence
from placed
group by placed.step_key, placed.area_id, case when placed.area_id is null then placed.place_id end
