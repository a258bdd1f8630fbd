-- grain: one row per indicator and code that its values or targets are told by: a year, a place, a component, a programme, a group
-- left out: baselines, and a row of a longer period than a year where years are told
-- parameters: the selection, $lang
-- uses: stated_atoms, record_sides, group_names
with told as (
    select
        indicator_id, kind,
        unnest([
            'year', 'country', 'department', 'municipality', 'component', 'programme', 'sex', 'age_group', 'population_group',
            'breakdown'
        ]) as axis,
        unnest([
            year, country_id, department_id, municipality_id, component_id, programme_id, sex, age_group, population_group, breakdown
        ]) as code
    from stated_atoms
    where kind <> 'baseline'
    union all
    select indicator_id, 'actual', axis, code from record_sides
    union all
    select side.indicator_id, 'actual', 'country', place.country_code
    from record_sides as side
    inner join places as place on place.place_id = side.code
    where side.axis = 'department'
),

-- brought together by their codes before they are named
sides as (
    select
        indicator_id, axis, code, bool_or(kind in ('actual', 'published_total')) as has_value, bool_or(kind = 'target') as has_target
    from told
    where code is not null
    group by indicator_id, axis, code
)

select
    side.indicator_id,
    side.axis,
    side.code,
    case $lang when 'es' then named.name_es else named.name_en end as code_name,
    side.has_value,
    side.has_target,
    'indicators:' || side.indicator_id as evidence
from sides as side
left join group_names as named on named.axis = side.axis and named.code = side.code
order by side.axis, side.code, side.indicator_id
