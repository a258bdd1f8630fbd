-- The recorded rows of issues, counted by source, data set, type, measure, place and month: what every question of them
-- needs and no more, for a source can hold millions. total is empty where no row states a count; present_rows leave a
-- stated zero out. A period is one of months, so nothing is lost by counting them together.
select
    source_id,
    dataset,
    issue_type_id,
    measure,
    place_id,
    provenance,
    is_partial,
    extract(year from end_on) as year,
    min(start_on) as first_on,
    max(end_on) as last_on,
    count(*) as record_rows,
    sum(count) as total,
    count(*) filter (where count is null) as not_stated,
    count(*) filter (where count is null or count > 0) as present_rows
from issue_records
group by
    source_id, dataset, issue_type_id, measure, place_id, provenance, is_partial, extract(year from end_on),
    date_trunc('month', start_on), date_trunc('month', end_on)
