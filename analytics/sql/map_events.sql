-- grain: one row per place, point and step of time ($steps) with events of one issue and data set, from rows that are dated
--     lat, lon: the event's own point where the file states one as exact as a point; else empty
--     exactness: exact (its own point), municipality (the place's point stands for it), department, country, or none
--     lon and lat are rounded to a thousandth of a degree (about 110 m): events nearer than that are one row
-- parameters: the selection, $issue_type_id, $dataset, $steps, $lang
-- uses: chosen_places
with chosen as (
    select
        record.*,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(extract(year from record.start_on) as varchar)
            when 'quarter' then cast(extract(year from record.start_on) as varchar) || '-Q' || cast(extract(quarter from record.start_on) as varchar)
            else substr(cast(record.start_on as varchar), 1, 7)
        end as step_key
    from issue_records as record
    where
        ($issue_type_id = '' or record.issue_type_id = $issue_type_id)
        and record.dataset = $dataset
        and (len($issues) = 0 or list_contains($issues, record.issue_type_id))
        and (len($places) = 0 or record.place_id in (select place_id from chosen_places))
        and (len($provenances) = 0 or list_contains($provenances, record.provenance))
        and (
            cast($period_from as date) is null
            or (record.start_on <= cast($period_to as date) and record.end_on >= cast($period_from as date))
        )
)

select
    chosen.step_key,
    chosen.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.country_code,
    case
        when chosen.lat is not null then 'exact'
        when place.level in ('municipality', 'city') then 'municipality'
        when place.level in ('department', 'country') then place.level
        else 'none'
    end as exactness,
    round(chosen.lat, 3) as lat,
    round(chosen.lon, 3) as lon,
    count(*) as events,
    sum(chosen.count) as total,
    string_agg(distinct chosen.issue_type_id, ' ' order by chosen.issue_type_id) as issue_type_ids,
    string_agg(distinct 'sources:' || chosen.source_id, ' ' order by 'sources:' || chosen.source_id) as evidence
from chosen
left join places as place on place.place_id = chosen.place_id
group by
    chosen.step_key, chosen.place_id, place.name_en, place.name_es, place.country_code, place.level,
    case when chosen.lat is not null then 1 else 0 end, round(chosen.lat, 3), round(chosen.lon, 3),
    case
        when chosen.lat is not null then 'exact'
        when place.level in ('municipality', 'city') then 'municipality'
        when place.level in ('department', 'country') then place.level
        else 'none'
    end
order by chosen.step_key, chosen.place_id, lat, lon, exactness
