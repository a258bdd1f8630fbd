select
    place.place_id,
    place.level,
    case when place.level = 'department' then place.place_id when parent.level = 'department' then place.parent_id end
        as department_id
from places as place
left join places as parent on parent.place_id = place.parent_id
order by place.place_id
