-- uses: chosen_programmes, chosen_work_places, set_places
-- Where the chosen programmes are, as documents state it, and where the chosen activities are (is_work), with how many name
-- the place. is_counted: the work of a data set, which map areas cite as one; evidence: empty where it is no single activity.
select
    chosen.partnership_id,
    here.programme_id,
    here.place_id,
    false as is_work,
    here.presence = 'works' as is_working,
    here.note_en,
    here.note_es,
    false as is_counted,
    0 as activities,
    'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
from programme_places as here
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
union all
select
    work.partnership_id,
    work.programme_id,
    here.place_id,
    true,
    true,
    null,
    null,
    work.single_id is null or work.provenance = 'imported',
    cast(sum(work.activities) as bigint),
    'activity_places:' || work.single_id || '|' || here.place_id
from chosen_work_places as work
inner join set_places as here on here.place_set = work.place_set
group by work.partnership_id, work.programme_id, work.provenance, work.single_id, here.place_id
