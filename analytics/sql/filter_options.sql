-- grain: one row per value that a filter offers
-- parameters: $lang
-- uses: work_units, worked_places, issue_counts
select 'partnership' as filter, partnership_id as code,
    case $lang when 'es' then short_name_es else short_name_en end as name, position as rank
from partnerships
union all
select distinct 'issue', type.issue_type_id, case $lang when 'es' then type.name_es else type.name_en end,
    case when issue.relation = 'listed' then 1 else 2 end
from issues as issue inner join issue_types as type on type.issue_type_id = issue.issue_type_id
where issue.disclosure = 'open'
    and (
        issue.relation = 'listed'
        or issue.issue_type_id not in (select issue_type_id from issues where relation = 'listed')
    )
union all
select 'issue', type.issue_type_id, case $lang when 'es' then type.name_es else type.name_en end, 3
from issue_types as type
where type.issue_type_id in (select issue_type_id from issue_counts)
    and type.issue_type_id not in (select issue_type_id from issues where disclosure = 'open')
union all
select 'component', component.component_id, case $lang when 'es' then component.name_es else component.name_en end,
    component.position
from components as component
union all
select distinct 'kind', activity.kind, case $lang when 'es' then word.name_es else word.name_en end, 1
from work_units as activity
inner join code_lists as word on word.list = 'activity_kind' and word.code = activity.kind
union all
select distinct 'sector', organisation.sector, case $lang when 'es' then word.name_es else word.name_en end, 1
from organisations as organisation
inner join code_lists as word on word.list = 'organisation_sector' and word.code = organisation.sector
union all
select 'provenance', word.code, case $lang when 'es' then word.name_es else word.name_en end, 1
from code_lists as word
where word.list = 'provenance'
    and word.code in (
        select provenance from programmes
        union
        select provenance from work_units
        union
        select provenance from issues where disclosure = 'open'
        union
        select provenance from observations where disclosure = 'open'
        union
        select provenance from contributions
    )
union all
select 'place', place.place_id, case $lang when 'es' then place.name_es else place.name_en end,
    case place.level when 'country' then 1 when 'department' then 2 else 3 end
from places as place
where place.place_id in (
    select place_id from programme_places
    union
    select place_id from worked_places
    union
    select inside.parent_id from programme_places as here
    inner join places as inside on inside.place_id = here.place_id
    union
    select inside.country_code from programme_places as here
    inner join places as inside on inside.place_id = here.place_id
    union
    select inside.country_code from worked_places as here
    inner join places as inside on inside.place_id = here.place_id
)
order by filter, rank, name, code
