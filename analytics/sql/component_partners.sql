-- grain: one row per component of a programme and organisation named with it (one row with no organisation where none is named)
-- left out: programmes without components, organisations that are not named
-- parameters: the selection, $lang
-- uses: chosen_programmes
with named as (
    select
        role.component_id,
        role.organisation_id,
        role.role,
        role.role_basis,
        case $lang when 'es' then role.note_es else role.note_en end as note,
        'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role || '|'
        || role.component_id as evidence
    from programme_organisations as role
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    where
        role.component_id is not null
        and organisation.is_named
        and (len($sectors) = 0 or list_contains($sectors, organisation.sector))
)
select
    component.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    component.component_id,
    component.position,
    case $lang when 'es' then component.name_es else component.name_en end as component_name,
    named.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    case $lang when 'es' then sector.name_es else sector.name_en end as sector_name,
    case $lang when 'es' then role_words.name_es else role_words.name_en end as role_name,
    named.role_basis,
    named.note,
    'components:' || component.component_id || coalesce(' ' || named.evidence, '') as evidence
from components as component
inner join chosen_programmes as chosen on chosen.programme_id = component.programme_id
inner join programmes as programme on programme.programme_id = component.programme_id
left join named on named.component_id = component.component_id
left join organisations as organisation on organisation.organisation_id = named.organisation_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as role_words on role_words.list = 'organisation_role' and role_words.code = named.role
where (len($components) = 0 or list_contains($components, component.component_id))
order by programme.position, component.position, organisation_name, named.organisation_id, named.role
