select place.department_id, count(distinct here.activity_no) as activities
from activity_places as here
inner join places as place on place.place_id = here.place_id
where place.department_id is not null /*places*/ /*among*/
group by place.department_id
order by place.department_id
