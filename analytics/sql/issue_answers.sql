-- grain: one row per issue type in the selection and link to work on it (one row with no programme where none is recorded)
-- parameters: the selection, $lang
-- uses: chosen_issues, chosen_programmes
with named as (
    select
        issue_type_id,
        count(distinct case when relation = 'listed' then place_id end) as lists,
        string_agg('issues:' || issue_id, ' ' order by issue_id) as evidence
    from chosen_issues
    group by issue_type_id
),
links as (
    select link.*
    from issue_links as link
    inner join chosen_programmes as chosen on chosen.programme_id = link.programme_id
)
select
    named.issue_type_id,
    case $lang when 'es' then type.name_es else type.name_en end as issue_name,
    named.lists,
    links.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    links.component_id,
    case $lang when 'es' then component.name_es else component.name_en end as component_name,
    links.basis,
    case $lang when 'es' then links.note_es else links.note_en end as note,
    named.evidence || coalesce(' issue_links:' || links.link_id, '') as evidence
from named
inner join issue_types as type on type.issue_type_id = named.issue_type_id
left join links on links.issue_type_id = named.issue_type_id
left join programmes as programme on programme.programme_id = links.programme_id
left join components as component on component.component_id = links.component_id
order by named.lists desc, issue_name, named.issue_type_id, links.link_id
