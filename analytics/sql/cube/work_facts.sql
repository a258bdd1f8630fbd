-- grain: one row per open activity: what the cells are added up from
-- name_order: its place in the order of ids, a number instead of a long text; file_no, row_no: where it stands in its table
select
    fact.activity_id, fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month, fact.start_on, fact.end_on,
    cast(row_number() over (order by fact.activity_id) as integer) as name_order, spot.file_no, spot.row_no
from numbered as fact
inner join activity_spots as spot on spot.activity_id = fact.activity_id
order by
    fact.place_set, fact.from_month, fact.to_month, fact.unit, fact.party_set, fact.start_on, fact.end_on, fact.activity_id
