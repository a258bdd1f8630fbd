-- uses: chosen_places, stated_values
-- The stated values of indicators that pass the filters by which values of one indicator, kind and period part: place, component,
-- kind of activity and provenance (any other passes all of these, or none). Each with what stands beside it for the same period:
-- has_all: a value without a place; finest_rank: the finest kind of place; has_country, has_department: a value of the whole country,
-- or of the whole department, that it lies in.
-- By joins: a window over hundreds of small groups took ten times as long.
with chosen as (
    select stated.*
    from stated_values as stated
    where
        (len($places) = 0 or stated.place_id in (select place_id from chosen_places))
        and (len($provenances) = 0 or list_contains($provenances, stated.provenance))
        and (len($components) = 0 or list_contains($components, stated.component_id))
        and (len($kinds) = 0 or list_contains($kinds, stated.activity_kind))
),

finest as (
    select own, span, max(place_rank) as finest_rank, min(place_rank) = 0 as has_all from chosen group by own, span
),

of_country as (
    select distinct own, span, country from chosen where place_rank = 1
),

of_department as (
    select distinct own, span, department from chosen where place_rank = 2
)
select
    chosen.*, finest.has_all, finest.finest_rank, of_country.own is not null as has_country,
    of_department.own is not null as has_department,
    cast(chosen.sex is null as integer) * 16 + cast(chosen.age_group is null as integer) * 8
    + cast(chosen.population_group is null as integer) * 4 + cast(chosen.breakdown is null as integer) * 2
    + cast(chosen.component_id is null as integer) as split
from chosen
inner join finest on finest.own = chosen.own and finest.span = chosen.span
left join of_country
    on of_country.own = chosen.own and of_country.span = chosen.span and of_country.country = chosen.country
left join of_department
    on of_department.own = chosen.own and of_department.span = chosen.span and of_department.department = chosen.department
