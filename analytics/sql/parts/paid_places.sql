-- The places of each paid activity, with the share of each where one is stated.
select activity_id as paid_set, place_id, exactness, share
from activity_places
where
    activity_id in (select activity_id from transactions)
    or activity_id in (select activity_id from contributions)
