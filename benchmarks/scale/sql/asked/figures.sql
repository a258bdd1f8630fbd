select
    (select count(*) from activities as activity where true /*activities*/) as activities,
    (
        select list(distinct here.place_id)
        from activity_places as here
        inner join places as place on place.place_id = here.place_id
        where place.level = 'municipality' /*places*/ /*among*/
    ) as municipalities
