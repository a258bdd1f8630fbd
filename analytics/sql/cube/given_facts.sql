-- grain: one row per contribution that a document states of an open activity, by the numbers of its unit and sets
select
    given.contribution_id, given.activity_id, fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month,
    places.paid_set, given.flow as money_kind, given.currency, given.amount, given.end_on as paid_on, given.provenance
from contributions as given
inner join paid_of as fact on fact.activity_id = given.activity_id
inner join paid_set_keys as places on places.paid_key = fact.paid_key
order by given.contribution_id
