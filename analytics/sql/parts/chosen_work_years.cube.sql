-- uses: chosen_units, chosen_cells
-- cells: month
select
    partnership_id, reporter_ref, reporter_name, from_year, to_year, cast(sum(activities) as bigint) as activities
from (
    select
        unit.partnership_id,
        unit.reporter_ref,
        unit.reporter_name,
        case
            when unit.has_start then cast(floor(cell.from_month / 12) as bigint)
            when unit.has_end then cast(floor(cell.to_month / 12) as bigint)
        end as from_year,
        case
            when unit.has_end then cast(floor(cell.to_month / 12) as bigint)
            when unit.has_start then cast(floor(cell.from_month / 12) as bigint)
        end as to_year,
        cell.activities
    from chosen_cells as cell
    inner join chosen_units as unit on unit.unit = cell.unit
) as yearly
group by partnership_id, reporter_ref, reporter_name, from_year, to_year
