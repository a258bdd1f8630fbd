-- uses: record_areas
-- cells: records, time
-- The record cells that pass the filters of time, place and organisation, by area and by year (or month, where $cell_time says so; as
-- its first month), for all totals of a selection. An activity counts at its first day, which a period must hold.
select
    record_unit, area, block, case $cell_time when 'year' then month // 12 * 12 when 'month' then month end as month, min(first_on) as first_on,
    max(last_on) as last_on, sum(atoms) as atoms, sum(added) as added, sum(in_all) as in_all, sum(in_country) as in_country,
    sum(in_department) as in_department, sum(in_municipality) as in_municipality, bit_or(marks) as marks
from record_areas
where
    (
        cast($period_from as date) is null
        or (
            month between extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
            and extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
            and until >= extract(year from cast($period_from as date)) * 12
                + extract(month from cast($period_from as date)) - 1
        )
    )
group by record_unit, area, block, case $cell_time when 'year' then month // 12 * 12 when 'month' then month end
