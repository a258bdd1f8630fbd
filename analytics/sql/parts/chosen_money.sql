-- uses: chosen_activities
-- What was paid or planned in the chosen activities, by kind and currency.
select
    activity.partnership_id, paid.kind as money_kind, paid.currency, count(*) as items,
    count(*) filter (where paid.amount is null) as not_stated, sum(paid.amount) as amount,
    min(paid."on") as first_on, max(paid."on") as last_on
from transactions as paid
inner join chosen_activities as chosen on chosen.activity_id = paid.activity_id
inner join activities as activity on activity.activity_id = paid.activity_id
group by activity.partnership_id, paid.kind, paid.currency
