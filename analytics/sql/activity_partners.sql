-- grain: one row per activity and organisation with a role in it (one row with no organisation where none is stated)
-- left out: what is told in words only, and what is counted as a whole; organisation_activities counts those
-- parameters: the selection, $lang
-- uses: chosen_listed, listed_activities, listed_parties
with roles as (
    select role.*
    from listed_parties as role
    inner join chosen_listed as chosen on chosen.activity_id = role.activity_id
    inner join organisations as organisation on organisation.organisation_id = role.organisation_id
    where (len($sectors) = 0 or list_contains($sectors, organisation.sector))
)
select
    activity.activity_id,
    activity.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    case $lang when 'es' then activity.method_es else activity.method_en end as method,
    roles.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    organisation.is_named,
    roles.role,
    case $lang when 'es' then role_words.name_es else role_words.name_en end as role_name,
    roles.role_basis,
    activity.provenance,
    'activities:' || activity.activity_id
    || coalesce(
        ' activity_organisations:' || roles.activity_id || '|' || roles.organisation_id || '|' || roles.role, ''
    ) as evidence
from listed_activities as activity
inner join chosen_listed as chosen on chosen.activity_id = activity.activity_id
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join roles on roles.activity_id = activity.activity_id
left join organisations as organisation on organisation.organisation_id = roles.organisation_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
left join code_lists as role_words on role_words.list = 'organisation_role' and role_words.code = roles.role
order by
    partnership.position, programme.position nulls last, activity.activity_id, roles.role, organisation_name,
    roles.organisation_id
