-- grain: one row per organisation and role that it has in activities: how many, and from when to when
-- parameters: the selection, $lang
-- uses: chosen_work_parties, set_parties
select
    organisation.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    organisation.is_named,
    organisation.sector,
    case $lang when 'es' then sector.name_es else sector.name_en end as sector_name,
    did.role,
    case $lang when 'es' then role_words.name_es else role_words.name_en end as role_name,
    did.activities,
    did.start_on,
    did.end_on,
    'organisations:' || organisation.organisation_id as evidence
from (
    select
        role.organisation_id, role.role, cast(sum(work.activities) as bigint) as activities, min(work.start_on) as start_on,
        max(work.end_on) as end_on
    from chosen_work_parties as work
    inner join set_parties as role on role.party_set = work.party_set
    group by role.organisation_id, role.role
) as did
inner join organisations as organisation on organisation.organisation_id = did.organisation_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as role_words on role_words.list = 'organisation_role' and role_words.code = did.role
where (len($sectors) = 0 or list_contains($sectors, organisation.sector))
order by did.activities desc, organisation.organisation_id, did.role
