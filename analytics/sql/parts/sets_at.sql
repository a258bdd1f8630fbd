-- uses: set_places, place_lines, chosen_places
-- The areas of $level that each set of places names, each once; with places chosen, of those places alone. area_id: empty where
-- a place is no finer than above $level (coarser_id).
select distinct
    here.place_set,
    case
        when $level = 'municipality' then case when here.exactness in ('exact', 'municipality', 'city') then line.municipality_id end
        when $level = 'department' then case when here.exactness not in ('country', 'named_region') then line.department_id end
        else line.country_id
    end as area_id,
    case when area_id is null then here.place_id end as coarser_id
from set_places as here
inner join place_lines as line on line.place_id = here.place_id
where (len($places) = 0 or here.place_id in (select place_id from chosen_places))
