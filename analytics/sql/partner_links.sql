-- grain: one row per unordered pair of named organisations that stand in the same programme
-- parameters: the selection, $lang
-- uses: chosen_programmes
with roles as (
    select distinct role.programme_id, role.organisation_id
    from programme_organisations as role
    inner join chosen_programmes as chosen on chosen.programme_id = role.programme_id
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    where organisation.is_named and (len($sectors) = 0 or list_contains($sectors, organisation.sector))
)
select
    first.organisation_id as first_organisation_id,
    case $lang when 'es' then a.name_es else a.name_en end as first_organisation_name,
    second.organisation_id as second_organisation_id,
    case $lang when 'es' then b.name_es else b.name_en end as second_organisation_name,
    count(*) as programmes,
    string_agg(
        case $lang when 'es' then programme.short_name_es else programme.short_name_en end, ' · '
        order by programme.position, programme.programme_id
    ) as programme_names,
    string_agg('programmes:' || programme.programme_id, ' ' order by programme.position, programme.programme_id) as evidence
from roles as first
inner join roles as second on second.programme_id = first.programme_id and second.organisation_id > first.organisation_id
inner join programmes as programme on programme.programme_id = first.programme_id
inner join organisations as a on a.organisation_id = first.organisation_id
inner join organisations as b on b.organisation_id = second.organisation_id
group by first.organisation_id, second.organisation_id, a.name_en, a.name_es, b.name_en, b.name_es
order by programmes desc, first_organisation_name, second_organisation_name, first_organisation_id, second_organisation_id
