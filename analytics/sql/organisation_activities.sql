-- grain: one row per organisation and role that it has in activities: how many, and from when to when
-- parameters: the selection, $lang
-- uses: open_activities
select
    organisation.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    organisation.is_named,
    organisation.sector,
    case $lang when 'es' then sector.name_es else sector.name_en end as sector_name,
    role.role,
    case $lang when 'es' then role_words.name_es else role_words.name_en end as role_name,
    count(distinct activity.activity_id) as activities,
    min(activity.start_on) as start_on,
    max(activity.end_on) as end_on,
    'organisations:' || organisation.organisation_id as evidence
from open_activities as activity
inner join activity_organisations as role on role.activity_id = activity.activity_id
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
left join code_lists as sector on sector.list = 'organisation_sector' and sector.code = organisation.sector
left join code_lists as role_words on role_words.list = 'organisation_role' and role_words.code = role.role
where len($sectors) = 0 or list_contains($sectors, organisation.sector)
group by
    organisation.organisation_id, organisation.name_en, organisation.name_es, organisation.is_named, organisation.sector,
    sector.name_en, sector.name_es, role.role, role_words.name_en, role_words.name_es
order by activities desc, organisation.organisation_id, role.role
