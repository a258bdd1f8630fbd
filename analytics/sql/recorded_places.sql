-- grain: one row; municipalities with something recorded, and those of them with no activity recorded at municipality level
-- parameters: the selection
-- uses: chosen_records, worked_places
with recorded as (
    select distinct record.place_id
    from chosen_records as record
    inner join places as place on place.place_id = record.place_id and place.level = 'municipality'
    where record.present_rows > 0
),

worked_in as (
    select distinct place_id
    from worked_places
    where exactness in ('exact', 'municipality', 'city')
)

select
    count(*) as municipalities,
    count(*) filter (where place_id not in (select place_id from worked_in)) as without_activity
from recorded
having count(*) > 0
order by municipalities
