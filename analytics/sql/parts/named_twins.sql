-- uses: open_activities
-- The chosen activities that may be one and the same as another, by what is equal (reason) and the group (twin; numbered
-- anyhow): amount, currency, date, funder and implementer; title and place; title and dates within one data set. A group of
-- which only one is chosen, or (by place) only those of one data set, may be among them.
with items as (
    select
        activity_id, partnership_id, lower(trim(title_en)) as title_key, start_on, end_on,
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
        items.activity_id, items.partnership_id, items.title, paid.amount, paid.currency, paid."on" as dated_on,
        paid.kind as money_kind, coalesce(paid.provider, parties.funders) as funder,
        coalesce(paid.receiver, parties.implementers) as implementer
    from transactions as paid
    inner join items on items.activity_id = paid.activity_id
    left join parties on parties.activity_id = paid.activity_id
    where
        paid.amount > 0 and paid."on" is not null
        and (coalesce(paid.provider, parties.funders) is not null or coalesce(paid.receiver, parties.implementers) is not null)
)

select
    'same_money' as reason, dense_rank() over (order by amount, currency, dated_on, money_kind, funder, implementer) as twin,
    activity_id, partnership_id, title, amount, currency, dated_on, money_kind,
    concat_ws(' → ', funder, implementer) as organisation_names
from money
union all
select
    'same_title_and_place', dense_rank() over (order by items.title_key, here.place_id), items.activity_id,
    items.partnership_id, items.title, cast(null as double), cast(null as varchar), cast(null as date),
    cast(null as varchar), cast(null as varchar)
from items
inner join activity_places as here on here.activity_id = items.activity_id
union all
select
    'same_title_and_dates', dense_rank() over (order by partnership_id, title_key, start_on, end_on), activity_id,
    partnership_id, title, null, null, null, null, null
from items
where start_on is not null
