-- uses: chosen_places, issue_counts
-- What is recorded of issues, by place and month, that passes the filters of place, period, issue and provenance; what has no date passes where no period is chosen.
select
    record.source_id, record.dataset, record.issue_type_id, record.measure, record.place_id, record.is_partial,
    record.year, record.first_on, record.last_on, record.record_rows, record.total, record.not_stated, record.present_rows,
    record.provenance
from issue_counts as record
where
    (len($issues) = 0 or list_contains($issues, record.issue_type_id))
    and (len($places) = 0 or record.place_id in (select place_id from chosen_places))
    and (len($provenances) = 0 or list_contains($provenances, record.provenance))
    and (
        cast($period_from as date) is null
        or (record.first_on <= cast($period_to as date) and record.last_on >= cast($period_from as date))
    )
