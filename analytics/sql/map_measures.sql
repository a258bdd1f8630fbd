-- grain: one row per way in which activities can be measured besides their number: people who took part, and each kind and
--     currency of amounts of activities
-- parameters: none
select
    'people' as measure,
    cast(null as varchar) as money_kind,
    cast(null as varchar) as currency,
    count(*) as rows_held
from participations
having count(*) > 0
union all
select
    'money',
    amounts.money_kind,
    amounts.currency,
    count(*)
from (
    select kind as money_kind, currency from transactions
    union all
    select flow, currency from contributions where activity_id is not null
) as amounts
where amounts.currency is not null
group by amounts.money_kind, amounts.currency
order by measure desc, money_kind, currency
