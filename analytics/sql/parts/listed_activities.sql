-- uses: counted_partnerships
-- The activities that answers list and cite one by one: those of partnerships that are not counted as a whole, those told
-- in words only, and those that an issue, a figure or a statement names.
select activity.*
from activities as activity
where
    activity.disclosure <> 'open'
    or activity.partnership_id not in (select partnership_id from counted_partnerships)
    or activity.activity_id in (select activity_id from issues where activity_id is not null)
    or activity.activity_id in (select activity_id from observations where activity_id is not null)
    or activity.activity_id in (select activity_id from statements where activity_id is not null)
