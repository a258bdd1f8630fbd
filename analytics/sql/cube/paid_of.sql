-- grain: one row per open activity that an amount of money names; paid_key: its places with how exactly and which share
with paid as (
    select activity_id from transactions
    union
    select activity_id from contributions where activity_id is not null
),

shares as (
    select
        here.activity_id,
        string_agg(
            here.place_id || '/' || here.exactness || '/' || coalesce(cast(here.share as varchar), ''), ' ' order by here.place_id
        ) as paid_key
    from activity_places as here
    inner join paid on paid.activity_id = here.activity_id
    group by here.activity_id
)

select fact.*, coalesce(shares.paid_key, '') as paid_key
from numbered as fact
inner join paid on paid.activity_id = fact.activity_id
left join shares on shares.activity_id = fact.activity_id
