-- grain: one row per partnership with a programme in the selection
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_work, present_at, chosen_work_parties, set_parties, programme_parties
with who as (
    select
        chosen.partnership_id,
        string_agg(
            distinct case $lang when 'es' then role.organisation_name_es else role.organisation_name_en end, ' · '
            order by case $lang when 'es' then role.organisation_name_es else role.organisation_name_en end
        ) as organisation_names,
        string_agg(distinct role.evidence, ' ' order by role.evidence) as evidence
    from programme_parties as role
    inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
    where role.is_named
    group by chosen.partnership_id
),
placed as (
    select work.partnership_id, count(distinct place.place_id) as municipalities
    from present_at as work
    inner join places as place on place.place_id = work.place_id and place.level in ('municipality', 'city')
    where work.is_work
    group by work.partnership_id
),
parties as (
    select work.partnership_id, count(distinct role.organisation_id) as organisations
    from chosen_work_parties as work
    inner join set_parties as role on role.party_set = work.party_set
    group by work.partnership_id
),
done as (
    select
        partnership_id,
        cast(sum(activities) as bigint) as activities,
        min(start_on) as from_on,
        max(last_on) as to_on
    from chosen_work
    group by partnership_id
),
spans as (
    select
        chosen.partnership_id,
        count(*) as programmes,
        min(programme.start_on) as start_on,
        max(programme.end_on) as end_on,
        min(programme.reported_from_on) as reported_from_on,
        max(programme.reported_to_on) as reported_to_on,
        string_agg(
            case $lang when 'es' then programme.short_name_es else programme.short_name_en end, ' · '
            order by programme.position, programme.programme_id
        ) as programme_names,
        string_agg('programmes:' || programme.programme_id, ' ' order by programme.position, programme.programme_id) as evidence
    from programmes as programme
    inner join chosen_programmes as chosen on chosen.programme_id = programme.programme_id
    group by chosen.partnership_id
)
select
    partnership.partnership_id,
    case $lang when 'es' then partnership.name_es else partnership.name_en end as partnership_name,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as short_name,
    case $lang when 'es' then partnership.description_es else partnership.description_en end as description,
    spans.programmes,
    spans.programme_names,
    spans.start_on,
    spans.end_on,
    spans.reported_from_on,
    spans.reported_to_on,
    who.organisation_names,
    coalesce(done.activities, 0) as activities,
    coalesce(placed.municipalities, 0) as municipalities,
    coalesce(parties.organisations, 0) as organisations,
    done.from_on as activities_from_on,
    done.to_on as activities_to_on,
    partnership.provenance,
    'partnerships:' || partnership.partnership_id || ' ' || spans.evidence || coalesce(' ' || who.evidence, '') as evidence
from partnerships as partnership
inner join spans on spans.partnership_id = partnership.partnership_id
left join who on who.partnership_id = partnership.partnership_id
left join done on done.partnership_id = partnership.partnership_id
left join placed on placed.partnership_id = partnership.partnership_id
left join parties on parties.partnership_id = partnership.partnership_id
order by partnership.position, partnership.partnership_id
