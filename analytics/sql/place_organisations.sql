-- grain: one row per organisation and programme present at the place, inside it or around it
-- relation is that of the programme; the documents do not state where each organisation works
-- parameters: the selection, $place_id, $lang
-- uses: around_place, chosen_programmes, programme_parties
select
    role.organisation_id,
    case $lang when 'es' then role.organisation_name_es else role.organisation_name_en end as organisation_name,
    case $lang when 'es' then role.sector_name_es else role.sector_name_en end as sector_name,
    case $lang when 'es' then role.role_name_es else role.role_name_en end as role_name,
    role.programme_id,
    case $lang when 'es' then role.programme_name_es else role.programme_name_en end as programme_name,
    case min(case near.relation when 'here' then 1 when 'inside' then 2 else 3 end)
        when 1 then 'here' when 2 then 'inside' else 'around'
    end as relation,
    min(role.evidence) as evidence
from programme_places as here
inner join around_place as near on near.place_id = here.place_id
inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
inner join programme_parties as role on role.programme_id = here.programme_id
where role.is_named
group by
    role.organisation_id, role.organisation_name_en, role.organisation_name_es, role.sector_name_en, role.sector_name_es,
    role.role_name_en, role.role_name_es, role.programme_id, role.programme_name_en, role.programme_name_es,
    role.programme_position
order by role.programme_position, organisation_name, role.organisation_id, role_name
