-- uses: chosen_places
-- The recorded rows of issues, one by one, that pass the filters of place, period, issue and provenance: as `chosen_records`.
select
    record.source_id, record.sheet, record.line, record.dataset, record.issue_type_id, record.category, record.measure,
    record.place_id, record.place_text, record.is_partial, extract(year from record.end_on) as year,
    record.start_on as first_on, record.end_on as last_on, record.precision, record.sex, record.age, record.count,
    record.provenance
from issue_records as record
where
    (len($issues) = 0 or list_contains($issues, record.issue_type_id))
    and (len($places) = 0 or record.place_id in (select place_id from chosen_places))
    and (len($provenances) = 0 or list_contains($provenances, record.provenance))
    and (
        cast($period_from as date) is null
        or (record.start_on <= cast($period_to as date) and record.end_on >= cast($period_from as date))
    )
