-- grain: one row per transaction of an open activity, by the numbers of the activity's unit and sets
select
    paid.activity_id, paid.transaction, fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month,
    places.paid_set, paid.kind as money_kind, paid.currency, paid.amount, paid."on" as paid_on, paid.provider, paid.receiver,
    paid.provenance
from transactions as paid
inner join paid_of as fact on fact.activity_id = paid.activity_id
inner join paid_set_keys as places on places.paid_key = fact.paid_key
order by
    fact.place_set, fact.from_month, fact.to_month, fact.unit, fact.party_set, paid."on", paid.activity_id, paid.transaction
