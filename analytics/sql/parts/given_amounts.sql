-- uses: chosen_programmes, given_sets
-- The amounts that documents state of the chosen programmes. They have no place of their own, so none stands where a place,
-- a component or a kind is chosen; where one names an activity, place_set is that of its places.
select
    contribution.contribution_id, contribution.activity_id, given.place_set, programme.partnership_id,
    contribution.programme_id, contribution.flow as money_kind, contribution.currency, contribution.qualifier,
    contribution.amount, contribution.end_on as dated_on,
    cast(extract(year from contribution.end_on) * 12 + extract(month from contribution.end_on) - 1 as integer) as paid_month,
    coalesce(contribution.end_precision = 'year', true) as is_paid_year, contribution.provenance
from contributions as contribution
inner join programmes as programme on programme.programme_id = contribution.programme_id
inner join chosen_programmes as chosen on chosen.programme_id = contribution.programme_id
left join given_sets as given on given.contribution_id = contribution.contribution_id
where
    len($places) = 0
    and len($components) = 0
    and len($kinds) = 0
