-- uses: chosen_activities, chosen_programmes
-- The amounts of money that pass the filters: transactions and budgets of activities that were imported, and what
-- documents state of programmes (which have no place, so none stands where a place is chosen).
select
    'transactions:' || paid.activity_id || '|' || cast(paid.transaction as varchar) as money_id, paid.activity_id,
    activity.partnership_id, activity.programme_id, activity.component_id, paid.kind as money_kind, paid.currency,
    cast(null as varchar) as qualifier, paid.amount, paid."on" as dated_on, 'day' as precision, paid.provenance,
    paid.source_id, paid.line, 'activities:' || paid.activity_id as evidence,
    case $lang when 'es' then activity.title_es else activity.title_en end as money_name
from transactions as paid
inner join activities as activity on activity.activity_id = paid.activity_id
inner join chosen_activities as chosen on chosen.activity_id = paid.activity_id
union all
select
    'contributions:' || contribution.contribution_id, contribution.activity_id, programme.partnership_id,
    contribution.programme_id, null, contribution.flow, contribution.currency, contribution.qualifier,
    contribution.amount, contribution.end_on, contribution.end_precision, contribution.provenance,
    contribution.source_id, contribution.line, 'contributions:' || contribution.contribution_id,
    case $lang when 'es' then contribution.name_es else contribution.name_en end
from contributions as contribution
inner join programmes as programme on programme.programme_id = contribution.programme_id
inner join chosen_programmes as chosen on chosen.programme_id = contribution.programme_id
where
    len($places) = 0
    and (len($components) = 0)
    and (len($kinds) = 0)
