-- grain: one row per partnership with a programme in the selection
-- parameters: the selection, $lang
-- uses: chosen_programmes
with who as (
    select
        chosen.partnership_id,
        string_agg(
            distinct case $lang when 'es' then organisation.name_es else organisation.name_en end, ' · '
            order by case $lang when 'es' then organisation.name_es else organisation.name_en end
        ) as organisation_names,
        string_agg(
            distinct 'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role
            || '|' || coalesce(role.component_id, ''), ' '
            order by 'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role
            || '|' || coalesce(role.component_id, '')
        ) as evidence
    from programme_organisations as role
    inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    where organisation.is_named
    group by chosen.partnership_id
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
    'partnerships:' || partnership.partnership_id || ' ' || spans.evidence || coalesce(' ' || who.evidence, '') as evidence
from partnerships as partnership
inner join spans on spans.partnership_id = partnership.partnership_id
left join who on who.partnership_id = partnership.partnership_id
order by partnership.position, partnership.partnership_id
