-- uses: named_work
-- What was paid, planned or contributed in the chosen activities, with the month and the set of places and shares of each
-- (see paid_places), and how many amounts.
select
    activity.activity_id as paid_set, activity.partnership_id, paid.money_kind, paid.currency, paid.amount,
    cast(extract(year from paid.paid_on) * 12 + extract(month from paid.paid_on) - 1 as integer) as paid_month, 1 as items
from (
    select activity_id, kind as money_kind, currency, amount, "on" as paid_on from transactions
    union all
    select activity_id, flow, currency, amount, end_on from contributions where activity_id is not null
) as paid
inner join named_work as activity on activity.activity_id = paid.activity_id
