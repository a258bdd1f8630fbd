-- grain: one row per statement in words (goal, objective, method, actor group, lesson …) of a programme
-- left out: what is told in words only
-- parameters: the selection, $lang, $statement_kinds (empty = all)
-- uses: chosen_programmes, chosen_listed
select
    statement.statement_id,
    statement.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    statement.partnership_id,
    statement.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    statement.component_id,
    statement.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    organisation.acronym,
    statement.theme,
    case $lang when 'es' then theme.name_es else theme.name_en end as theme_name,
    statement.place_id,
    statement.position,
    case $lang when 'es' then statement.text_es else statement.text_en end as statement_text,
    statement.provenance,
    'statements:' || statement.statement_id as evidence
from statements as statement
left join programmes as programme on programme.programme_id = statement.programme_id
left join organisations as organisation on organisation.organisation_id = statement.organisation_id
left join code_lists as kind on kind.list = 'statement_kind' and kind.code = statement.kind
left join code_lists as theme on theme.list = 'theme' and theme.code = statement.theme
where
    (
        statement.programme_id in (select programme_id from chosen_programmes)
        or (statement.programme_id is null and statement.activity_id in (select activity_id from chosen_listed))
    )
    and (len($statement_kinds) = 0 or list_contains($statement_kinds, statement.kind))
    and (len($components) = 0 or list_contains($components, statement.component_id))
    and statement.disclosure = 'open'
order by programme.position nulls last, statement.kind, statement.position nulls last, statement.statement_id
