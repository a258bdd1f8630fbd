-- grain: one row per organisation and programme present at the place, inside it or around it
-- relation is that of the programme; the documents do not state where each organisation works
-- parameters: the selection, $place_id, $lang
-- uses: around_place, chosen_programmes
select
    organisation.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    case $lang when 'es' then sector.name_es else sector.name_en end as sector_name,
    case $lang when 'es' then words.name_es else words.name_en end as role_name,
    role.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    case min(case near.relation when 'here' then 1 when 'inside' then 2 else 3 end)
        when 1 then 'here' when 2 then 'inside' else 'around'
    end as relation,
    min(
        'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role || '|'
        || coalesce(role.component_id, '')
    ) as evidence
from programme_places as here
inner join around_place as near on near.place_id = here.place_id
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
inner join programme_organisations as role on role.programme_id = here.programme_id
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
inner join programmes as programme on programme.programme_id = role.programme_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as words on words.list = 'organisation_role' and words.code = role.role
where organisation.is_named
group by
    organisation.organisation_id, organisation.name_en, organisation.name_es, sector.name_en, sector.name_es,
    words.name_en, words.name_es, role.programme_id, programme.short_name_en, programme.short_name_es, programme.position
order by programme.position, organisation_name, organisation.organisation_id, role_name
