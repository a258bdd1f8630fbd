-- grain: one row per place and period that stand in more than one row of a source which states one value for each
--     A source in which more than one row in twenty repeats a place and period holds events or a breakdown: it has no rows here, and
--     neither has what is dated to the day (events), nor a source of more than 500,000 rows (too many for one value each).
-- parameters: the selection, $issue_type_id, $dataset, $measure, $lang
-- uses: chosen_places
with of_dataset as (
    select sum(record_rows) as record_rows
    from issue_counts
    where issue_type_id = $issue_type_id and dataset = $dataset and measure = $measure
),

keyed as (
    select
        record.source_id, record.place_id, record.start_on, record.end_on,
        count(*) as record_rows, min(record.count) as least, max(record.count) as most
    from issue_records as record
    where
        record.issue_type_id = $issue_type_id and record.dataset = $dataset and record.measure = $measure
        and record.place_id is not null and record.end_on is not null
        and date_diff('day', record.start_on, record.end_on) >= 27
        and (select record_rows from of_dataset) <= 500000
    group by
        record.source_id, record.place_id, record.start_on, record.end_on, record.category, record.sex, record.age
),

shares as (
    select source_id, sum(record_rows - 1) as again, sum(record_rows) as record_rows from keyed group by source_id
)

select
    keyed.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    keyed.start_on,
    keyed.end_on,
    cast(keyed.record_rows as bigint) as record_rows,
    keyed.least,
    keyed.most,
    'sources:' || keyed.source_id as evidence
from keyed
inner join shares on shares.source_id = keyed.source_id
inner join places as place on place.place_id = keyed.place_id
where
    keyed.record_rows > 1
    and shares.again * 20 <= shares.record_rows
    and (len($places) = 0 or keyed.place_id in (select place_id from chosen_places))
order by keyed.place_id, keyed.start_on, keyed.source_id, keyed.record_rows
