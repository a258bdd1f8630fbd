-- grain: one row per unit, kind of amount and currency: the amounts of its activities, of any time and place
select
    unit, money_kind, currency, is_given, cast(sum(items) as bigint) as items, cast(sum(not_stated) as bigint) as not_stated,
    sum(amount) as amount, min(first_on) as first_on, max(last_on) as last_on
from money_cells
group by unit, money_kind, currency, is_given
order by unit, money_kind, currency, is_given
