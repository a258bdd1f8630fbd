-- The place $place_id itself, the places inside it and the places around it, each with how it relates.
select place.place_id, 'here' as relation from places as place where place.place_id = $place_id
union all
select place.place_id, 'inside' from places as place
left join places as parent on parent.place_id = place.parent_id
where place.parent_id = $place_id or parent.parent_id = $place_id
union all
select parent.place_id, 'around' from places as place
inner join places as parent on parent.place_id = place.parent_id
where place.place_id = $place_id
union all
select grandparent.place_id, 'around' from places as place
inner join places as parent on parent.place_id = place.parent_id
inner join places as grandparent on grandparent.place_id = parent.parent_id
where place.place_id = $place_id
