-- uses: chosen_party_sets
-- The record cells that pass the filters of time and organisation. An activity counts at its first day, which a period must hold.
select cell.record_unit, cell.place_set, cell.month, cell.first_on, cell.last_on, cell.activities
from work_cells as cell
where
    (
        cast($period_from as date) is null
        or (
            cell.month between extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
            and extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
            and cell.until >= extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
        )
    )
    and (len($sectors) = 0 or cell.party_set in (select party_set from chosen_party_sets))
