-- grain: one row per published figure that can, or should, be held against what the documents list one by one
-- verdict: agrees, above (more listed than published), below, cannot_be_checked (nothing is listed)
-- parameters: the selection, $lang
-- uses: chosen_programmes, work_units
with counted as (
    select 'listed_places' as counted_in, issue.programme_id, count(distinct issue.place_id) as records
    from issues as issue
    where issue.relation = 'listed' and issue.disclosure = 'open' group by issue.programme_id
    union all
    select 'programme_municipalities', here.programme_id, count(distinct here.place_id)
    from programme_places as here inner join places as place on place.place_id = here.place_id
    where place.level = 'municipality' group by here.programme_id
    union all
    select 'described_grants', programme_id, sum(activities) from work_units
    where kind = 'small_grant' group by programme_id
    union all
    select 'pillars', programme_id, count(*) from statements
    where kind = 'pillar' and disclosure = 'open' group by programme_id
    union all
    select 'components', programme_id, count(*) from components group by programme_id
    union all
    select 'members', programme_id, count(distinct organisation_id)
    from programme_organisations where role = 'member' group by programme_id
    union all
    select 'objectives', programme_id, count(*) from statements
    where kind = 'objective' and disclosure = 'open' group by programme_id
    union all
    select 'events', programme_id, sum(activities) from work_units
    where kind in ('conference', 'meeting', 'workshop') group by programme_id
)
select
    observation.observation_id as result_id,
    indicator.partnership_id,
    indicator.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as result_name,
    observation.value as published,
    observation.qualifier,
    observation.counted_in,
    cast(coalesce(counted.records, 0) as bigint) as records,
    case
        when coalesce(counted.records, 0) = 0 then 'cannot_be_checked'
        when counted.records = observation.value then 'agrees'
        when counted.records > observation.value then 'above'
        else 'below'
    end as verdict,
    case $lang when 'es' then observation.note_es else observation.note_en end as note,
    'observations:' || observation.observation_id as evidence
from observations as observation
inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
inner join programmes as programme on programme.programme_id = indicator.programme_id
inner join chosen_programmes as chosen on chosen.programme_id = indicator.programme_id
left join counted on counted.counted_in = observation.counted_in and counted.programme_id = indicator.programme_id
where observation.counted_in is not null and observation.disclosure = 'open'
order by programme.position, observation.line, observation.observation_id
