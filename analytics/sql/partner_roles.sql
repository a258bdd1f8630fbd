-- grain: one row per organisation, programme, role and component
-- parameters: the selection, $lang
-- uses: chosen_programmes, programme_parties
select
    role.organisation_id,
    case $lang when 'es' then role.organisation_name_es else role.organisation_name_en end as organisation_name,
    role.acronym,
    role.is_named,
    role.sector,
    case $lang when 'es' then role.sector_name_es else role.sector_name_en end as sector_name,
    role.sector_basis,
    role.partnership_id,
    role.programme_id,
    case $lang when 'es' then role.programme_name_es else role.programme_name_en end as programme_name,
    role.role,
    case $lang when 'es' then role.role_name_es else role.role_name_en end as role_name,
    role.role_basis,
    role.component_id,
    case $lang when 'es' then role.component_name_es else role.component_name_en end as component_name,
    case $lang when 'es' then role.note_es else role.note_en end as note,
    role.provenance,
    role.evidence
from programme_parties as role
inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
where
    (len($sectors) = 0 or list_contains($sectors, role.sector))
    and (len($components) = 0 or list_contains($components, role.component_id))
order by
    role.programme_position, role.component_position nulls first, role.role, organisation_name, role.organisation_id,
    role.programme_id, role.component_id
