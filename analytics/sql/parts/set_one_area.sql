-- uses: set_places, place_areas
-- The department and the country of sets of places that lie in one; what is spread over several is not divided.
select
    here.place_set,
    case when count(distinct coalesce(area.department_id, '')) = 1 then min(area.department_id) end as department_id,
    case when count(distinct area.country_id) = 1 then min(area.country_id) end as country_id
from set_places as here
inner join place_areas as area on area.place_id = here.place_id
group by here.place_set
