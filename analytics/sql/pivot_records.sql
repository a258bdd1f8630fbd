-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- of what is recorded, counted by month; measures and data sets say whether the total may be added up
-- parameters: the selection
-- axes: records
-- uses: chosen_records
with facts as (
    select
        /*axes*/record.issue_type_id,
        record.dataset,
        record.measure,
        record.is_partial,
        record.record_rows,
        record.total,
        record.not_stated
    from chosen_records as record
    inner join issue_types as type on type.issue_type_id = record.issue_type_id
    /*joins*/
)

select
    /*codes*/
    cast(coalesce(sum(facts.record_rows), 0) as bigint) as record_rows,
    sum(facts.total) as recorded,
    cast(coalesce(sum(facts.not_stated), 0) as bigint) as not_stated,
    coalesce(bool_or(facts.is_partial), false) as is_partial,
    string_agg(distinct facts.measure, ' ' order by facts.measure) as measures,
    count(distinct facts.issue_type_id || '|' || facts.dataset) > count(distinct facts.issue_type_id) as is_told_twice
from facts
/*group*/
having count(*) > 0
order by /*order*/record_rows desc
limit 60001
