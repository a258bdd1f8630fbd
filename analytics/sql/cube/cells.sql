-- grain: one row per unit and, where asked, set of places (or the first of those that name the same divisions), set of
--     organisations, first and last month (or their years, as the first month of each)
-- parameters: $by_place, $by_division, $by_party, $by_month, $by_year
select
    unit, place_set, party_set, from_month, to_month, min(start_on) as start_on, max(end_on) as end_on,
    min(first_on) as first_on, max(last_on) as last_on, cast(sum(activities) as integer) as activities
from (
    select
        cell.unit,
        case when $by_place then cell.place_set when $by_division then coalesce(of_set.division, cell.place_set) end as place_set,
        case when $by_party then cell.party_set end as party_set,
        case when $by_month then cell.from_month when $by_year then cell.from_month // 12 * 12 end as from_month,
        case when $by_month then cell.to_month when $by_year then cell.to_month // 12 * 12 end as to_month,
        cell.start_on, cell.end_on, cell.first_on, cell.last_on, cell.activities
    from finer as cell
    left join divided_sets as of_set on $by_division and of_set.place_set = cell.place_set
) as cell
group by unit, place_set, party_set, from_month, to_month
order by place_set, from_month, to_month, unit, party_set
