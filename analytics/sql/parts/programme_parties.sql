-- The organisations that documents name for programmes, one row for each role and component that they have there, with the
-- names of all that.
select
    role.programme_id,
    role.organisation_id,
    role.role,
    role.component_id,
    role.role_basis,
    role.note_en,
    role.note_es,
    role.provenance,
    organisation.name_en as organisation_name_en,
    organisation.name_es as organisation_name_es,
    organisation.acronym,
    organisation.is_named,
    organisation.sector,
    organisation.sector_basis,
    sector.name_en as sector_name_en,
    sector.name_es as sector_name_es,
    words.name_en as role_name_en,
    words.name_es as role_name_es,
    component.name_en as component_name_en,
    component.name_es as component_name_es,
    component.position as component_position,
    programme.partnership_id,
    programme.short_name_en as programme_name_en,
    programme.short_name_es as programme_name_es,
    programme.position as programme_position,
    'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role || '|'
    || coalesce(role.component_id, '') as evidence
from programme_organisations as role
inner join programmes as programme on programme.programme_id = role.programme_id
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
left join components as component on component.component_id = role.component_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as words on words.list = 'organisation_role' and words.code = role.role
