-- What the keys of groups are called, each under its axis.
select axis.name as axis, place.place_id as code, place.name_en, place.name_es
from places as place
cross join (select unnest(['country', 'department', 'municipality']) as name) as axis
union all
select 'component', component_id, name_en, name_es from components
union all
select 'programme', programme_id, short_name_en, short_name_es from programmes
union all
select 'partnership', partnership_id, short_name_en, short_name_es from partnerships
union all
select list, code, name_en, name_es from code_lists where list in ('sex', 'age_group', 'population_group', 'breakdown')
