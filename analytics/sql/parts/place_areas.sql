-- Every place with the municipality (or city), the department and the country that it is or lies in; a place larger than
-- a department has no department.
select
    place.place_id,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id,
    case
        when place.level = 'department' then place.place_id
        when parent.level = 'department' then parent.place_id
    end as department_id,
    place.country_code as country_id
from places as place
left join places as parent on parent.place_id = place.parent_id
