-- grain: one row per record unit and, where asked, set of places, set of organisations, and month or year (as its first month)
-- parameters: $by_place, $by_party, $by_month, $by_year
select
    record_unit, place_set, party_set, month, until, min(first_on) as first_on, max(last_on) as last_on,
    cast(sum(activities) as integer) as activities
from (
    select
        record_unit, case when $by_place then place_set end as place_set, case when $by_party then party_set end as party_set,
        case when $by_month then month when $by_year then cast(floor(month / 12) * 12 as integer) end as month,
        case when $by_month then until end as until, first_on, last_on, activities
    from finer
) as cell
group by record_unit, place_set, party_set, month, until
order by place_set, month, record_unit, party_set, until
