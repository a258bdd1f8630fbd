-- grain: one row per cell, kind of amount and currency
select
    fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month, paid.kind as money_kind, paid.currency,
    count(*) as items, count(*) filter (where paid.amount is null) as not_stated, sum(paid.amount) as amount,
    min(paid."on") as first_on, max(paid."on") as last_on
from transactions as paid
inner join numbered as fact on fact.activity_id = paid.activity_id
group by
    fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month, paid.kind, paid.currency
order by
    fact.place_set, fact.from_month, fact.to_month, fact.unit, fact.party_set, paid.kind, paid.currency
