-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both;
-- kinds and currencies say whether the amount may be added up
-- parameters: the selection
-- axes: money
-- cells: money
-- uses: counted_amounts
with facts as (
    -- one row per combination, kind, currency and qualifier: few, so that totals over them cost little
    select
        /*axes*/money.money_kind,
        money.currency,
        money.qualifier,
        sum(money.items) as items,
        sum(money.not_stated) as not_stated,
        sum(money.amount) as amount
    from counted_amounts as money
    /*joins*/
    group by all
)

select
    /*codes*/
    cast(sum(facts.items) as bigint) as amounts,
    sum(facts.amount) as amount,
    cast(sum(facts.not_stated) as bigint) as not_stated,
    string_agg(distinct facts.money_kind, ' ' order by facts.money_kind) as money_kinds,
    string_agg(distinct coalesce(facts.currency, '?'), ' ' order by coalesce(facts.currency, '?'))
        filter (where facts.amount is not null) as currencies,
    min(case when facts.qualifier = 'exact' then null else facts.qualifier end) as qualifier
from facts
/*group*/
having count(*) > 0
order by /*order*/amounts desc
limit 60001
