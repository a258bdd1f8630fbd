select here.place_id, count(*) as activities
from activity_places as here
inner join places as place on place.place_id = here.place_id
where place.level = 'municipality' /*places*/ /*among*/
group by here.place_id
order by here.place_id
