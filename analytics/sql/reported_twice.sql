-- grain: one row per group of activities that may be one and the same; reason says what is equal
--     same_money: amount, currency, date, funder and implementer; same_title_and_place: in two data sets or more;
--     same_title_and_dates: within one data set
-- parameters: the selection, $lang
-- uses: open_activities
with items as (
    select
        activity_id, partnership_id, dataset_name, lower(trim(title_en)) as title_key, start_on, end_on,
        case $lang when 'es' then title_es else title_en end as title
    from open_activities
),

parties as (
    select
        role.activity_id,
        string_agg(distinct case when role.role = 'funding' then organisation.name_en end, ' · '
            order by case when role.role = 'funding' then organisation.name_en end) as funders,
        string_agg(distinct case when role.role = 'implementing' then organisation.name_en end, ' · '
            order by case when role.role = 'implementing' then organisation.name_en end) as implementers
    from activity_organisations as role
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    group by role.activity_id
),

money as (
    select distinct
        items.activity_id, paid.amount, paid.currency, paid."on" as dated_on, paid.kind,
        coalesce(paid.provider, parties.funders) as funder, coalesce(paid.receiver, parties.implementers) as implementer
    from transactions as paid
    inner join items on items.activity_id = paid.activity_id
    left join parties on parties.activity_id = paid.activity_id
    where paid.amount > 0 and paid."on" is not null
),

paid_twice as (
    select
        amount, currency, dated_on, kind, funder, implementer, list(distinct activity_id order by activity_id) as ids
    from money
    where funder is not null or implementer is not null
    group by amount, currency, dated_on, kind, funder, implementer
    having count(distinct activity_id) > 1
),

placed as (
    select items.title_key, here.place_id, list(distinct items.activity_id order by items.activity_id) as ids
    from items
    inner join activity_places as here on here.activity_id = items.activity_id
    group by items.title_key, here.place_id
    having count(distinct items.partnership_id) > 1
),

dated as (
    select list(activity_id order by activity_id) as ids
    from items
    where start_on is not null
    group by partnership_id, title_key, start_on, end_on
    having count(*) > 1
),

alike as (
    select 'same_money' as reason, ids, amount, currency, dated_on, concat_ws(' → ', funder, implementer) as organisation_names
    from paid_twice
    union all
    select distinct 'same_title_and_place', ids, cast(null as double), cast(null as varchar), cast(null as date), cast(null as varchar)
    from placed
    union all
    select 'same_title_and_dates', ids, null, null, null, null from dated
)

select
    alike.reason,
    len(alike.ids) as activities,
    (
        select string_agg(items.title, ' · ' order by items.activity_id) from items
        where list_contains(alike.ids, items.activity_id)
    ) as activity_titles,
    (
        select string_agg(distinct items.dataset_name, ' · ' order by items.dataset_name) from items
        where list_contains(alike.ids, items.activity_id)
    ) as dataset_names,
    alike.amount,
    alike.currency,
    alike.dated_on,
    alike.organisation_names,
    'activities:' || array_to_string(alike.ids, ' activities:') as evidence
from alike
order by alike.reason, activities desc, alike.amount desc nulls last, evidence, alike.currency, alike.dated_on
