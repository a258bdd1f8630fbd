-- grain: one row per data set, kind of amount, currency (empty: not stated) and qualifier; currencies are never added up
-- parameters: the selection, $lang
-- uses: chosen_money, chosen_programmes
with amounts as (
    select
        money.partnership_id as dataset_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
        money.money_kind, money.currency, cast(null as varchar) as qualifier, money.items, money.not_stated, money.amount,
        money.first_on, money.last_on, 'partnerships:' || money.partnership_id as reference
    from chosen_money as money
    inner join partnerships as partnership on partnership.partnership_id = money.partnership_id
    union all
    select
        programme.partnership_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end, contribution.flow,
        contribution.currency, contribution.qualifier, 1, case when contribution.amount is null then 1 else 0 end,
        contribution.amount, contribution.end_on, contribution.end_on, 'contributions:' || contribution.contribution_id
    from contributions as contribution
    inner join programmes as programme on programme.programme_id = contribution.programme_id
    inner join chosen_programmes as chosen on chosen.programme_id = contribution.programme_id
    inner join partnerships as partnership on partnership.partnership_id = programme.partnership_id
    where len($places) = 0
)

select
    dataset_id,
    min(dataset_name) as dataset_name,
    money_kind,
    currency,
    qualifier,
    cast(sum(items) as bigint) as items,
    cast(sum(not_stated) as bigint) as not_stated,
    sum(amount) as amount,
    min(first_on) as first_on,
    max(last_on) as last_on,
    string_agg(reference, ' ' order by reference) as evidence
from amounts
group by dataset_id, money_kind, currency, qualifier
order by dataset_id, money_kind, currency nulls last, qualifier nulls first
