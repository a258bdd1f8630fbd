-- grain: one row per data set, kind of amount, currency (empty: not stated) and qualifier; currencies are never added up
-- parameters: the selection, $lang
-- uses: open_activities, chosen_programmes
with amounts as (
    select
        activity.partnership_id as dataset_id, activity.dataset_name, paid.kind as money_kind, paid.currency,
        cast(null as varchar) as qualifier, paid.amount,
        paid."on" as dated_on, 'partnerships:' || activity.partnership_id as reference
    from transactions as paid
    inner join open_activities as activity on activity.activity_id = paid.activity_id
    union all
    select
        programme.partnership_id,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end, contribution.flow,
        contribution.currency, contribution.qualifier, contribution.amount, contribution.end_on,
        'contributions:' || contribution.contribution_id
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
    count(*) as items,
    count(*) filter (where amount is null) as not_stated,
    sum(amount) as amount,
    min(dated_on) as first_on,
    max(dated_on) as last_on,
    string_agg(distinct reference, ' ' order by reference) as evidence
from amounts
group by dataset_id, money_kind, currency, qualifier
order by dataset_id, money_kind, currency nulls last, qualifier nulls first
