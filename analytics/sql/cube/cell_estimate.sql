-- grain: one row; about how many cells a roll-up of the sorted rows would have
-- parameters: $by_place, $by_party, $by_month
select
    approx_count_distinct(
        concat_ws(
            ' ', unit, case when $by_place then place_set end, case when $by_party then party_set end,
            case when $by_month then from_month end, case when $by_month then to_month end
        )
    ) as cells
from work_facts
