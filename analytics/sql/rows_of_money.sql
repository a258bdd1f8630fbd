-- grain: one row per amount of money in one cell of a pivot, in its own currency; empty where how much is not stated
-- parameters: the selection, $lang, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
-- axes: money
-- cells: amounts
-- uses: named_amounts
with facts as (
    select
        /*axes*/money.money_id,
        money.activity_id,
        money.number,
        money.money_kind,
        money.dated_on
    from named_amounts as money
    /*joins*/
),

page as materialized (
    select facts.money_id, facts.activity_id, facts.number, facts.money_kind, facts.dated_on
    from facts
    where len($codes) >= 0/*cell*/
    order by facts.dated_on nulls last, facts.money_id
    limit cast($most as bigint) offset cast($skip as bigint)
),

moved as (
    select paid.*, page.money_id, page.dated_on
    from transactions as paid
    -- payments, budgets and planned disbursements of an activity may each be counted from one
    inner join page
        on page.activity_id = paid.activity_id and page.number = paid.transaction and page.money_kind = paid.kind
),

paid as (
    select
        paid.money_id, case $lang when 'es' then activity.title_es else activity.title_en end as what, paid.kind as money_kind,
        paid.amount, paid.currency, cast(null as varchar) as qualifier, paid.dated_on, paid.source_id, paid.line,
        paid.provenance, 'activities:' || paid.activity_id as evidence
    from activities as activity
    inner join moved as paid on paid.activity_id = activity.activity_id
    union all
    select
        page.money_id, case $lang when 'es' then given.name_es else given.name_en end, given.flow, given.amount,
        given.currency, given.qualifier, page.dated_on, given.source_id, given.line, given.provenance,
        'contributions:' || given.contribution_id
    from contributions as given
    inner join page on page.money_id = 'contributions:' || given.contribution_id
)

select
    paid.money_id,
    paid.what,
    paid.money_kind,
    paid.amount,
    paid.currency,
    paid.qualifier,
    paid.dated_on,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    paid.line,
    paid.provenance,
    paid.evidence
from paid
inner join sources as source on source.source_id = paid.source_id
order by paid.dated_on nulls last, paid.money_id
