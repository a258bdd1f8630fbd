-- grain: one row; about how many record cells a roll-up of the sorted rows would have
-- parameters: $by_place, $by_party, $by_month, $by_year
select
    approx_count_distinct(
        concat_ws(
            ' ', record_unit, case when $by_place then place_set end, case when $by_party then party_set end,
            case when $by_month then month when $by_year then floor(month / 12) end
        )
    ) as cells
from record_rows
