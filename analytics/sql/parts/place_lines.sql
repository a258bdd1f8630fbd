-- Every place with the municipality (or city), the first-level division and the country that it lies in or is, and with its
-- name and that of the place around it.
select
    place.place_id,
    place.level,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id,
    case
        when place.level = 'department' then place.place_id
        when place.level in ('municipality', 'city') and parent.level = 'department' then parent.place_id
    end as department_id,
    place.country_code as country_id,
    place.name_en,
    place.name_es,
    place.parent_id,
    parent.parent_id as grandparent_id,
    parent.name_en as parent_name_en,
    parent.name_es as parent_name_es,
    place.lat,
    place.lon
from places as place
left join places as parent on parent.place_id = place.parent_id
