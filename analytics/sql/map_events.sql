-- grain: one row per place, point and step of time ($steps) with events of one issue and data set, from rows that are dated
--     lat, lon: the event's own point where the file states one as exact as a point, rounded to a thousandth of a degree
--     (about 110 m; events nearer than that are one row); else empty
--     All rows are counted from issue_counts and only those with a point read again.
--     exactness: exact (its own point), municipality (the place's point stands for it), department, country, or none
-- parameters: the selection, $issue_type_id, $dataset, $steps, $lang
-- uses: chosen_places, chosen_records
with pointed as (
    select
        source_id, issue_type_id, place_id, date_trunc('month', start_on) as month_on, round(lat, 3) as lat,
        round(lon, 3) as lon, count(*) as events, sum(count) as total
    from issue_records
    where
        lat is not null
        and dataset = $dataset
        and ($issue_type_id = '' or issue_type_id = $issue_type_id)
        and (len($issues) = 0 or list_contains($issues, issue_type_id))
        and (len($places) = 0 or place_id in (select place_id from chosen_places))
        and (len($provenances) = 0 or list_contains($provenances, provenance))
        and (
            cast($period_from as date) is null
            or (start_on <= cast($period_to as date) and end_on >= cast($period_from as date))
        )
    group by source_id, issue_type_id, place_id, date_trunc('month', start_on), round(lat, 3), round(lon, 3)
),

held as (
    select
        source_id, issue_type_id, place_id, date_trunc('month', first_on) as month_on, sum(record_rows) as events,
        sum(total) as total
    from chosen_records
    where dataset = $dataset and ($issue_type_id = '' or issue_type_id = $issue_type_id)
    group by source_id, issue_type_id, place_id, date_trunc('month', first_on)
),

with_point as (
    select source_id, issue_type_id, place_id, month_on, sum(events) as events, sum(total) as total
    from pointed
    group by source_id, issue_type_id, place_id, month_on
),

counted as (
    select source_id, issue_type_id, place_id, month_on, lat, lon, events, total from pointed
    union all
    select
        held.source_id, held.issue_type_id, held.place_id, held.month_on, null, null,
        held.events - coalesce(with_point.events, 0), held.total - coalesce(with_point.total, 0)
    from held
    left join with_point
        on with_point.source_id = held.source_id and with_point.issue_type_id = held.issue_type_id
        and with_point.place_id is not distinct from held.place_id
        and with_point.month_on is not distinct from held.month_on
    where held.events > coalesce(with_point.events, 0)
),

stepped as (
    select
        counted.*,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(extract(year from month_on) as varchar)
            when 'quarter' then cast(extract(year from month_on) as varchar) || '-Q' || cast(extract(quarter from month_on) as varchar)
            else substr(cast(month_on as varchar), 1, 7)
        end as step_key
    from counted
)

select
    stepped.step_key,
    stepped.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.country_code,
    case
        when stepped.lat is not null then 'exact'
        when place.level in ('municipality', 'city') then 'municipality'
        when place.level in ('department', 'country') then place.level
        else 'none'
    end as exactness,
    stepped.lat,
    stepped.lon,
    cast(sum(stepped.events) as bigint) as events,
    sum(stepped.total) as total,
    string_agg(distinct stepped.issue_type_id, ' ' order by stepped.issue_type_id) as issue_type_ids,
    string_agg(distinct 'sources:' || stepped.source_id, ' ' order by 'sources:' || stepped.source_id) as evidence
from stepped
left join places as place on place.place_id = stepped.place_id
group by
    stepped.step_key, stepped.place_id, place.name_en, place.name_es, place.country_code, place.level, stepped.lat,
    stepped.lon
order by stepped.step_key, stepped.place_id, stepped.lat, stepped.lon
