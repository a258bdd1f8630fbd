-- grain: one row per head of units, set of places and months in which nothing begins or has ended (from from_month until
--     before until_month): how many activities have begun by then, and how many have ended before
with dated as (
    select
        unit.head as unit, cell.place_set, cell.from_month, cell.to_month, cast(sum(cell.activities) as integer) as activities
    from cells_place_month as cell
    inner join unit_heads as unit on unit.unit = cell.unit
    where cell.from_month <= cell.to_month
    group by unit.head, cell.place_set, cell.from_month, cell.to_month
),

turns as (
    select unit, place_set, from_month as month, sum(activities) as begun, 0 as ended
    from dated
    group by unit, place_set, from_month
    union all
    select unit, place_set, to_month + 1, 0, sum(activities)
    from dated
    group by unit, place_set, to_month
),

turned as (
    select unit, place_set, month, sum(begun) as begun, sum(ended) as ended
    from turns
    group by unit, place_set, month
)

select
    unit,
    place_set,
    month as from_month,
    lead(month, 1, 2147483647) over series as until_month,
    cast(sum(begun) over series as integer) as begun,
    cast(sum(ended) over series as integer) as ended
from turned
window series as (partition by unit, place_set order by month)
order by from_month, place_set, unit
