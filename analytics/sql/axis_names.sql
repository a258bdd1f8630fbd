-- grain: one row per code of an axis that a pivot can be broken down by, with its name and its place in the order
-- parameters: $lang
select 'partnership' as axis, partnership_id as code,
    case $lang when 'es' then short_name_es else short_name_en end as name, position as rank
from partnerships
union all
select 'programme', programme_id, case $lang when 'es' then short_name_es else short_name_en end, position
from programmes
union all
select 'component', component_id, case $lang when 'es' then name_es else name_en end, position
from components
union all
select 'country', place_id, case $lang when 'es' then name_es else name_en end, 1
from places where level = 'country'
union all
select 'department', place_id, case $lang when 'es' then name_es else name_en end, 1
from places where level = 'department'
union all
select 'municipality', place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end
    || coalesce(', ' || case $lang when 'es' then parent.name_es else parent.name_en end, ''), 1
from places as place left join places as parent on parent.place_id = place.parent_id
where place.level in ('municipality', 'city')
union all
select 'issue', issue_type_id, case $lang when 'es' then name_es else name_en end, 1
from issue_types
union all
select distinct 'family', family, case $lang when 'es' then family_es else family_en end, 1
from issue_types
union all
select 'indicator', indicator_id, case $lang when 'es' then name_es else name_en end, 1
from indicators
where counted_from is not null or indicator_id in (select indicator_id from observations where disclosure = 'open')
union all
select
    case list
        when 'activity_kind' then 'kind' when 'organisation_sector' then 'sector' when 'organisation_role' then 'role'
        else list
    end,
    code, case $lang when 'es' then name_es else name_en end, 1
from code_lists
where list in ('activity_kind', 'organisation_sector', 'organisation_role', 'provenance', 'sex', 'population_group', 'unit')
order by axis, rank, name, code
