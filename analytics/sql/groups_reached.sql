-- grain: one row per group of people or sector that a document says the work brings together or reaches
-- left out: what is told in words only
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_listed, listed_activities
select
    statement.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    coalesce(statement.programme_id, statement.activity_id) as item_id,
    coalesce(
        case $lang when 'es' then programme.short_name_es else programme.short_name_en end,
        case $lang when 'es' then activity.title_es else activity.title_en end
    ) as item_name,
    statement.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    statement.position,
    case $lang when 'es' then statement.text_es else statement.text_en end as statement_text,
    statement.provenance,
    'statements:' || statement.statement_id as evidence
from statements as statement
inner join partnerships as partnership on partnership.partnership_id = statement.partnership_id
left join programmes as programme on programme.programme_id = statement.programme_id
left join listed_activities as activity on activity.activity_id = statement.activity_id
left join code_lists as kind on kind.list = 'statement_kind' and kind.code = statement.kind
where
    statement.kind in ('actor_group', 'beneficiary')
    and statement.disclosure = 'open'
    and (
        statement.programme_id in (select programme_id from chosen_programmes)
        or (statement.programme_id is null and statement.activity_id in (select activity_id from chosen_listed))
    )
    and (len($components) = 0 or list_contains($components, statement.component_id))
order by
    partnership.position, programme.position nulls last, item_id, statement.kind, statement.position,
    statement.statement_id
