-- grain: one row per open activity whose title another one has too
with titles as (
    select hash(lower(trim(title_en))) as title_hash
    from activities
    where disclosure = 'open'
    group by hash(lower(trim(title_en)))
    having count(*) > 1
)

select
    activity.activity_id, activity.partnership_id, lower(trim(activity.title_en)) as title_key, activity.title_en,
    activity.title_es, activity.start_on, activity.end_on, fact.unit, fact.place_set, fact.party_set, fact.from_month,
    fact.to_month
from activities as activity
inner join numbered as fact on fact.activity_id = activity.activity_id
where activity.disclosure = 'open' and hash(lower(trim(activity.title_en))) in (select title_hash from titles)
