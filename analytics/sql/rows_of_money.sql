-- grain: one row per amount of money in one cell of a pivot, in its own currency; empty where how much is not stated
-- parameters: the selection, $lang, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
-- axes: money
-- uses: chosen_amounts
with facts as (
    select
        /*axes*/money.money_id,
        money.money_name,
        money.money_kind,
        money.amount,
        money.currency,
        money.qualifier,
        money.dated_on,
        money.source_id,
        money.line,
        money.provenance,
        money.evidence
    from chosen_amounts as money
    /*joins*/
)

select
    facts.money_id,
    facts.money_name as what,
    facts.money_kind,
    facts.amount,
    facts.currency,
    facts.qualifier,
    facts.dated_on,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    facts.line,
    facts.provenance,
    facts.evidence
from facts
inner join sources as source on source.source_id = facts.source_id
where len($codes) >= 0/*cell*/
order by facts.dated_on nulls last, facts.money_id
limit cast($most as bigint) offset cast($skip as bigint)
