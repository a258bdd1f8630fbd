-- grain: one row per activity of a group that may be one and the same: by amount, currency, date, funder and implementer
with named as (
    select
        role.party_set,
        string_agg(distinct case when role.role = 'funding' then organisation.name_en end, ' · '
            order by case when role.role = 'funding' then organisation.name_en end) as funders,
        string_agg(distinct case when role.role = 'implementing' then organisation.name_en end, ' · '
            order by case when role.role = 'implementing' then organisation.name_en end) as implementers
    from party_sets as role
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    group by role.party_set
),

money as (
    select distinct
        paid.activity_id, paid.unit, paid.place_set, paid.party_set, paid.from_month, paid.to_month, paid.amount,
        paid.currency, paid.paid_on, paid.money_kind, coalesce(paid.provider, named.funders) as funder,
        coalesce(paid.receiver, named.implementers) as implementer
    from money_facts as paid
    left join named on named.party_set = paid.party_set
    where
        paid.amount > 0 and paid.paid_on is not null
        and (coalesce(paid.provider, named.funders) is not null or coalesce(paid.receiver, named.implementers) is not null)
),

alike as (
    select
        amount, currency, paid_on, money_kind, funder, implementer,
        row_number() over (order by amount, currency, paid_on, money_kind, funder, implementer) as twin
    from money
    group by amount, currency, paid_on, money_kind, funder, implementer
    having count(*) > 1
)

select
    'same_money' as reason, alike.twin, money.activity_id, money.unit, money.place_set, money.party_set, money.from_month,
    money.to_month, activity.partnership_id, activity.title_en, activity.title_es, money.amount, money.currency,
    money.paid_on as dated_on, money.money_kind, concat_ws(' → ', money.funder, money.implementer) as organisation_names
from money
inner join alike
    on alike.amount = money.amount and alike.currency is not distinct from money.currency
    and alike.paid_on = money.paid_on and alike.money_kind = money.money_kind
    and alike.funder is not distinct from money.funder and alike.implementer is not distinct from money.implementer
inner join activities as activity on activity.activity_id = money.activity_id
order by alike.twin, money.activity_id
