-- grain: one row per indicator and code that its values or targets are told by: a year, a place, a component, a programme, a group
-- left out: baselines, and a row of a longer period than a year where years are told
-- parameters: the selection, $lang
-- uses: stated_atoms, record_sides
with sides as (
    select indicator_id, kind, 'year' as axis, year as code from stated_atoms
    union all
    select indicator_id, kind, 'country', country_id from stated_atoms
    union all
    select indicator_id, kind, 'department', department_id from stated_atoms
    union all
    select indicator_id, kind, 'municipality', municipality_id from stated_atoms
    union all
    select indicator_id, kind, 'component', component_id from stated_atoms
    union all
    select indicator_id, kind, 'programme', programme_id from stated_atoms
    union all
    select indicator_id, kind, 'sex', sex from stated_atoms
    union all
    select indicator_id, kind, 'age_group', age_group from stated_atoms
    union all
    select indicator_id, kind, 'population_group', population_group from stated_atoms
    union all
    select indicator_id, kind, 'breakdown', breakdown from stated_atoms
    union all
    select indicator_id, 'actual', axis, code from record_sides
    union all
    select side.indicator_id, 'actual', 'country', place.country_code
    from record_sides as side
    inner join places as place on side.axis = 'department' and place.place_id = side.code
)

select
    side.indicator_id,
    side.axis,
    side.code,
    case $lang when 'es' then coalesce(min(place.name_es), min(component.name_es), min(programme.short_name_es), min(word.name_es))
        else coalesce(min(place.name_en), min(component.name_en), min(programme.short_name_en), min(word.name_en))
    end as code_name,
    bool_or(side.kind in ('actual', 'published_total')) as has_value,
    bool_or(side.kind = 'target') as has_target,
    'indicators:' || side.indicator_id as evidence
from sides as side
left join places as place on side.axis in ('country', 'department', 'municipality') and place.place_id = side.code
left join components as component on side.axis = 'component' and component.component_id = side.code
left join programmes as programme on side.axis = 'programme' and programme.programme_id = side.code
left join code_lists as word on word.list = side.axis and word.code = side.code
where side.code is not null and side.kind <> 'baseline'
group by side.indicator_id, side.axis, side.code
order by side.axis, side.code, side.indicator_id
