-- Every place with itself, the places inside it and the places around it (other_id), each with how it relates.
select place_id, place_id as other_id, 'here' as relation from places
union all
select parent_id, place_id, 'inside' from places where parent_id is not null
union all
select parent.parent_id, place.place_id, 'inside' from places as place
inner join places as parent on parent.place_id = place.parent_id
where parent.parent_id is not null
union all
select place.place_id, parent.place_id, 'around' from places as place
inner join places as parent on parent.place_id = place.parent_id
union all
select place.place_id, grandparent.place_id, 'around' from places as place
inner join places as parent on parent.place_id = place.parent_id
inner join places as grandparent on grandparent.place_id = parent.parent_id
