-- grain: one row per organisation, programme, role and component
-- parameters: the selection, $lang
-- uses: chosen_programmes
select
    organisation.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    organisation.acronym,
    organisation.is_named,
    organisation.sector,
    case $lang when 'es' then sector.name_es else sector.name_en end as sector_name,
    organisation.sector_basis,
    programme.partnership_id,
    role.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    role.role,
    case $lang when 'es' then role_words.name_es else role_words.name_en end as role_name,
    role.role_basis,
    role.component_id,
    case $lang when 'es' then component.name_es else component.name_en end as component_name,
    case $lang when 'es' then role.note_es else role.note_en end as note,
    role.provenance,
    'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role || '|'
    || coalesce(role.component_id, '') as evidence
from programme_organisations as role
inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
inner join programmes as programme on programme.programme_id = role.programme_id
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
left join components as component on component.component_id = role.component_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as role_words on role_words.list = 'organisation_role' and role_words.code = role.role
where
    (len($sectors) = 0 or list_contains($sectors, organisation.sector))
    and (len($components) = 0 or list_contains($components, role.component_id))
order by
    programme.position, component.position nulls first, role.role, organisation_name, organisation.organisation_id,
    role.programme_id, role.component_id
