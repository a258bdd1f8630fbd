-- uses: named_amounts
-- The amounts of money that pass the filters (see named_amounts), how many they are and how many of them are not stated.
select
    place_set, partnership_id, programme_id, component_id, money_kind, currency, qualifier, amount, paid_month, is_paid_year,
    provenance, 1 as items, case when amount is null then 1 else 0 end as not_stated
from named_amounts
