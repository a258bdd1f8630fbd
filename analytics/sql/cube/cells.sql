-- grain: one row per unit and, where asked, set of places, set of organisations, first and last month
-- parameters: $by_place, $by_party, $by_month
select
    unit, place_set, party_set, from_month, to_month, min(start_on) as start_on, max(end_on) as end_on,
    min(first_on) as first_on, max(last_on) as last_on, cast(sum(activities) as integer) as activities
from (
    select
        unit, case when $by_place then place_set end as place_set, case when $by_party then party_set end as party_set,
        case when $by_month then from_month end as from_month, case when $by_month then to_month end as to_month,
        start_on, end_on, first_on, last_on, activities
    from finer
) as cell
group by unit, place_set, party_set, from_month, to_month
order by place_set, from_month, to_month, unit, party_set
