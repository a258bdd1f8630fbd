-- uses: chosen_activities, given_amounts
-- The amounts of money that pass the filters, one by one, with all that they can be broken down by: transactions and budgets
-- of activities that were imported (number: which of the activity's), and what documents state of programmes (number 0).
select
    'transactions:' || paid.activity_id || '|' || paid.kind || '|' || cast(paid.transaction as varchar) as money_id,
    paid.activity_id,
    paid.transaction as number, activity.activity_id as place_set, activity.partnership_id, activity.programme_id,
    activity.component_id, paid.kind as money_kind, paid.currency, cast(null as varchar) as qualifier, paid.amount,
    paid."on" as dated_on,
    cast(extract(year from paid."on") * 12 + extract(month from paid."on") - 1 as integer) as paid_month,
    false as is_paid_year, paid.provenance
from transactions as paid
inner join activities as activity on activity.activity_id = paid.activity_id
inner join chosen_activities as chosen on chosen.activity_id = paid.activity_id
union all
select
    'contributions:' || given.contribution_id, given.activity_id, 0, given.place_set, given.partnership_id,
    given.programme_id, cast(null as varchar), given.money_kind, given.currency, given.qualifier, given.amount,
    given.dated_on, given.paid_month, given.is_paid_year, given.provenance
from given_amounts as given
