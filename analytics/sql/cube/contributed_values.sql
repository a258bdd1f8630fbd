-- grain: one row per amount of money that a document states and indicator that is counted from it, with its activity as the cube
-- numbers it
with paid as (
    select
        contribution.*, indicator.indicator_id, indicator.partnership_id, indicator.aggregation, indicator.measure,
        coalesce(indicator.is_cumulative, false) as is_cumulative
    from contributions as contribution
    inner join indicators as indicator
        on indicator.programme_id = contribution.programme_id and indicator.counted_kind = contribution.flow
    where indicator.counted_from = 'contributions'
),

paid_for as (
    select distinct activity_id from paid where activity_id is not null
),

placed as (
    select
        here.activity_id, here.place_id, count(*) over (partition by here.activity_id) as members, here.share
    from activity_places as here
    inner join paid_for on paid_for.activity_id = here.activity_id
),

doing as (
    select activity.activity_id, activity.component_id
    from activities as activity
    inner join paid_for on paid_for.activity_id = activity.activity_id
),

fact as (
    select number.*
    from work_facts as number
    inner join paid_for on paid_for.activity_id = number.activity_id
)
select
    paid.indicator_id, paid.partnership_id, paid.programme_id, doing.component_id, paid.start_on, paid.end_on, placed.place_id,
    paid.amount, coalesce(paid.qualifier, 'exact') as qualifier, paid.contribution_id, paid.organisation_id, paid.provenance,
    paid.aggregation, paid.measure, paid.is_cumulative, fact.unit, fact.place_set, fact.party_set, fact.from_month, fact.to_month,
    coalesce(place.country_code, placed.place_id) as country_id,
    case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end
        as department_id,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id,
    case when extract(year from paid.start_on) = extract(year from paid.end_on)
        then cast(extract(year from paid.end_on) as varchar) end as year,
    case when date_trunc('quarter', paid.start_on) = date_trunc('quarter', paid.end_on)
        then cast(extract(year from paid.end_on) as varchar) || '-Q' || cast(extract(quarter from paid.end_on) as varchar)
    end as quarter,
    case when date_trunc('month', paid.start_on) = date_trunc('month', paid.end_on) then substr(cast(paid.end_on as varchar), 1, 7) end
        as month
from paid
left join doing on doing.activity_id = paid.activity_id
left join fact on fact.activity_id = paid.activity_id
left join placed on placed.activity_id = paid.activity_id and (placed.members = 1 or placed.share = 1)
left join places as place on place.place_id = placed.place_id
order by paid.contribution_id, paid.indicator_id, placed.place_id
