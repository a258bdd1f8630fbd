-- grain: one row per objective that a document states for a partnership of several organisations as a whole
-- section: the document's own heading; what stands under a heading about objectives comes first
-- left out: objectives of one organisation, of a component or of an activity; partnerships whose members are not stated
-- parameters: the selection, $lang
-- uses: chosen_programmes
select
    statement.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    statement.section,
    lower(statement.section) like '%objective%' as is_headed_objective,
    statement.position,
    case $lang when 'es' then statement.text_es else statement.text_en end as statement_text,
    statement.line,
    statement.provenance,
    'statements:' || statement.statement_id as evidence
from statements as statement
inner join chosen_programmes as chosen on chosen.programme_id = statement.programme_id
inner join partnerships as partnership on partnership.partnership_id = statement.partnership_id
where
    statement.kind = 'objective'
    and statement.organisation_id is null
    and statement.component_id is null
    and statement.activity_id is null
    and statement.disclosure = 'open'
    and statement.programme_id in (select programme_id from programme_organisations where role = 'member')
order by partnership.position, is_headed_objective desc, statement.line, statement.position, statement.statement_id
