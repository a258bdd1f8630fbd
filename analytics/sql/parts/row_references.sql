-- uses: cited_activities, cited_places, cited_parties, cited_at
-- Every published row under the reference by which answers cite it, in our words; of activities and their places and
-- organisations those that $references name or that are listed one by one.
select 'partnerships:' || partnership_id as reference, 'partnerships' as table_name,
    case $lang when 'es' then name_es else name_en end as what, cast(null as double) as value,
    cast(null as varchar) as qualifier, cast(null as varchar) as unit, cast(null as varchar) as programme_id,
    cast(null as varchar) as place_id, source_id, section, line, anchor, fact_id, provenance, 'open' as disclosure
from partnerships
union all
select 'programmes:' || programme_id, 'programmes', case $lang when 'es' then name_es else name_en end, null, null,
    null, programme_id, null, source_id, section, line, anchor, fact_id, provenance, 'open'
from programmes
union all
select 'components:' || component_id, 'components', case $lang when 'es' then name_es else name_en end, null, null,
    null, programme_id, null, source_id, section, line, anchor, fact_id, provenance, 'open'
from components
union all
select 'organisations:' || organisation_id, 'organisations', case $lang when 'es' then name_es else name_en end, null,
    null, null, null, null, source_id, section, line, anchor, fact_id, provenance, 'open'
from organisations
union all
select 'programme_organisations:' || role.programme_id || '|' || role.organisation_id || '|' || role.role || '|'
    || coalesce(role.component_id, ''), 'programme_organisations',
    case $lang when 'es' then organisation.name_es else organisation.name_en end, null, null, null, role.programme_id,
    null, role.source_id, role.section, role.line, role.anchor, role.fact_id, role.provenance, 'open'
from programme_organisations as role
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
union all
select 'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence, 'programme_places',
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end || ' · '
    || case $lang when 'es' then place.name_es else place.name_en end, null, null, null, here.programme_id,
    here.place_id, here.source_id, here.section, here.line, here.anchor, here.fact_id, here.provenance, 'open'
from programme_places as here
inner join programmes as programme on programme.programme_id = here.programme_id
inner join places as place on place.place_id = here.place_id
union all
select 'activities:' || activity_id, 'activities', case $lang when 'es' then title_es else title_en end,
    stated_count, null, null, programme_id, null, source_id, section, line, anchor, fact_id, provenance, disclosure
from cited_activities
union all
select 'activity_places:' || here.activity_id || '|' || here.place_id, 'activity_places',
    case $lang when 'es' then activity.title_es else activity.title_en end || ' · '
    || case $lang when 'es' then place.name_es else place.name_en end, null, null, null, activity.programme_id,
    here.place_id, here.source_id, here.section, here.line, here.anchor, here.fact_id, here.provenance,
    activity.disclosure
from cited_places as here
inner join cited_at as activity on activity.activity_id = here.activity_id
inner join places as place on place.place_id = here.place_id
union all
select 'activity_organisations:' || role.activity_id || '|' || role.organisation_id || '|' || role.role,
    'activity_organisations', case $lang when 'es' then organisation.name_es else organisation.name_en end, null, null,
    null, activity.programme_id, null, role.source_id, role.section, role.line, role.anchor, role.fact_id,
    role.provenance, activity.disclosure
from cited_parties as role
inner join cited_at as activity on activity.activity_id = role.activity_id
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
union all
select 'issues:' || issue.issue_id, 'issues',
    coalesce(case $lang when 'es' then place.name_es else place.name_en end || ' · ', '')
    || case $lang when 'es' then issue.as_stated_es else issue.as_stated_en end, null, null, null, issue.programme_id,
    issue.place_id, issue.source_id, issue.section, issue.line, issue.anchor, issue.fact_id, issue.provenance, issue.disclosure
from issues as issue
left join places as place on place.place_id = issue.place_id
union all
select 'issue_links:' || link_id, 'issue_links', case $lang when 'es' then note_es else note_en end, null, null, null,
    programme_id, null, source_id, section, line, anchor, fact_id, provenance, 'open'
from issue_links
union all
select 'indicators:' || indicator_id, 'indicators', case $lang when 'es' then name_es else name_en end, null, null,
    unit, programme_id, null, source_id, section, line, anchor, fact_id, provenance,
    case when indicator_id in (select indicator_id from observations where disclosure = 'open') then 'open' else 'words_only' end
from indicators
union all
select 'observations:' || observation.observation_id, 'observations',
    case $lang when 'es' then indicator.name_es else indicator.name_en end, observation.value, observation.qualifier,
    indicator.unit, indicator.programme_id, observation.place_id, observation.source_id, observation.section,
    observation.line, observation.anchor, observation.fact_id, observation.provenance, observation.disclosure
from observations as observation
inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
union all
select 'contributions:' || contribution_id, 'contributions', case $lang when 'es' then name_es else name_en end,
    amount, qualifier, currency, programme_id, null, source_id, section, line, anchor, fact_id, provenance, 'open'
from contributions
union all
select 'statements:' || statement_id, 'statements', case $lang when 'es' then text_es else text_en end, null, null,
    null, programme_id, place_id, source_id, section, line, anchor, fact_id, provenance, disclosure
from statements
union all
select 'sources:' || source_id, 'sources', case $lang when 'es' then title_es else title_en end, null, null, null, null,
    null, source_id, 'file', 1, file_name, null, provenance, 'open'
from sources
where provenance = 'imported'
