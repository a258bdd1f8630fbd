-- uses: chosen_place_sets, chosen_party_sets
-- read anew wherever it is used
-- The cells that pass the filters of time, place and organisation. A period is one of months, as the cells are.
select cell.*
from work_cells as cell
where
    (
        cast($period_from as date) is null
        or (
            cell.from_month <= extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
            and cell.to_month >= extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
        )
    )
    and (len($places) = 0 or cell.place_set in (select place_set from chosen_place_sets))
    and (len($sectors) = 0 or cell.party_set in (select party_set from chosen_party_sets))
