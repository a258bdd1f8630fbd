-- grain: one row per cell of activities, month of payment, kind of amount, currency, provenance and set of places with shares
-- is_given: what documents state of activities (contributions), which is not among their transactions
select
    unit, place_set, party_set, from_month, to_month, paid_set, paid_month, money_kind, currency, provenance, is_given,
    count(*) as items, count(*) filter (where amount is null) as not_stated, sum(amount) as amount,
    min(paid_on) as first_on, max(paid_on) as last_on
from (
    select
        unit, place_set, party_set, from_month, to_month, paid_set, money_kind, currency, provenance, false as is_given,
        amount, paid_on, cast(extract(year from paid_on) * 12 + extract(month from paid_on) - 1 as integer) as paid_month
    from money_facts
    union all
    select
        unit, place_set, party_set, from_month, to_month, paid_set, money_kind, currency, provenance, true, amount, paid_on,
        cast(extract(year from paid_on) * 12 + extract(month from paid_on) - 1 as integer)
    from given_facts
) as paid
group by
    unit, place_set, party_set, from_month, to_month, paid_set, paid_month, money_kind, currency, provenance, is_given
order by
    place_set, from_month, to_month, unit, party_set, paid_set, paid_month, money_kind, currency, provenance, is_given
