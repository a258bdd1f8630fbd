-- grain: one row per objective or method that a document states for one organisation of a partnership, with its theme
-- organisations = how many organisations of the partnership have that theme (our reading of their words)
-- left out: words without an organisation or a theme, and what is told in words only
-- parameters: the selection, $lang
-- uses: chosen_programmes
with stated as (
    select statement.*
    from statements as statement
    inner join chosen_programmes as chosen on chosen.programme_id = statement.programme_id
    inner join organisations as organisation on organisation.organisation_id = statement.organisation_id
    where
        statement.kind in ('objective', 'method')
        and statement.theme is not null
        and statement.disclosure = 'open'
        and (len($sectors) = 0 or list_contains($sectors, organisation.sector))
        and (len($components) = 0 or list_contains($components, statement.component_id))
),
themes as (
    select partnership_id, theme, count(distinct organisation_id) as organisations
    from stated
    group by partnership_id, theme
)
select
    stated.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    stated.theme,
    case $lang when 'es' then theme.name_es else theme.name_en end as theme_name,
    themes.organisations,
    stated.organisation_id,
    case $lang when 'es' then organisation.name_es else organisation.name_en end as organisation_name,
    stated.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    case $lang when 'es' then stated.text_es else stated.text_en end as statement_text,
    stated.provenance,
    'statements:' || stated.statement_id as evidence
from stated
inner join themes on themes.partnership_id = stated.partnership_id and themes.theme = stated.theme
inner join partnerships as partnership on partnership.partnership_id = stated.partnership_id
inner join organisations as organisation on organisation.organisation_id = stated.organisation_id
left join code_lists as theme on theme.list = 'theme' and theme.code = stated.theme
left join code_lists as kind on kind.list = 'statement_kind' and kind.code = stated.kind
order by
    partnership.position, themes.organisations desc, theme_name, stated.theme, organisation_name, stated.organisation_id,
    stated.kind, stated.position, stated.statement_id
