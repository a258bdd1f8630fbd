-- uses: chosen_work_places, set_places
-- The places that the chosen activities name, and how many of them do.
select
    work.partnership_id,
    work.programme_id,
    work.provenance,
    work.single_id,
    here.place_id,
    cast(sum(work.activities) as bigint) as activities
from chosen_work_places as work
inner join set_places as here on here.place_set = work.place_set
group by work.partnership_id, work.programme_id, work.provenance, work.single_id, here.place_id
