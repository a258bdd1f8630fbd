-- uses: chosen_places, stated_values
-- The stated values of indicators that pass the filters by which values of one indicator, kind and period part: place, component,
-- kind of activity and provenance (any other passes all of these, or none). Each with what stands beside it for the same period:
-- has_all: a value without a place; finest_rank: the finest kind of place; has_country, has_department: a value of the whole country,
-- or of the whole department, that it lies in.
select
    stated.*,
    bool_or(stated.place_rank = 0) over (partition by stated.own, stated.span) as has_all,
    max(stated.place_rank) over (partition by stated.own, stated.span) as finest_rank,
    bool_or(stated.place_rank = 1) over (partition by stated.own, stated.span, stated.country) as has_country,
    bool_or(stated.place_rank = 2) over (partition by stated.own, stated.span, stated.department) as has_department,
    cast(stated.sex is null as integer) * 16 + cast(stated.age_group is null as integer) * 8
    + cast(stated.population_group is null as integer) * 4 + cast(stated.breakdown is null as integer) * 2
    + cast(stated.component_id is null as integer) as split
from stated_values as stated
where
    (len($places) = 0 or stated.place_id in (select place_id from chosen_places))
    and (len($provenances) = 0 or list_contains($provenances, stated.provenance))
    and (len($components) = 0 or list_contains($components, stated.component_id))
    and (len($kinds) = 0 or list_contains($kinds, stated.activity_kind))
