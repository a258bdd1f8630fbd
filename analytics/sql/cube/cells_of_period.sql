-- grain: one row per head of units and set of places with activities in a period; parameters: $period_from, $period_to
-- What has begun by its end less what ended before it (see work_so_far), so that a
-- long period costs no more than a month. What ends before it begins stands as it is.
select
    begun.unit,
    begun.place_set,
    cast(null as integer) as party_set,
    begun.first_month as from_month,
    begun.first_month as to_month,
    cast(sum(begun.activities) as integer) as activities
from (
    select
        unit, place_set, begun as activities,
        extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1 as first_month
    from work_so_far
    where
        from_month <= extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
        and until_month > extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
    union all
    select
        unit, place_set, -ended,
        extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
    from work_so_far
    where
        from_month <= extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
        and until_month > extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
) as begun
group by begun.unit, begun.place_set, begun.first_month
having sum(begun.activities) > 0
union all
select unit, place_set, null, from_month, to_month, activities
from work_backwards
