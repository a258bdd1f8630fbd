-- uses: record_atoms
-- The records that a total may count, each with the cell it belongs to: bucket (of time, by $over) and two keys (by $by and $also).
-- bucket is '' where no time is asked for and null where a record has no date; one longer than a bucket is in none.
with keyed as (
    select
        atom.*,
        case $over when 'none' then '' when 'year' then atom.year when 'quarter' then atom.quarter when 'month' then atom.month end
            as bucket,
        case $by
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id when 'sex' then atom.sex
            when 'age_group' then atom.age_group when 'population_group' then atom.population_group
            when 'breakdown' then atom.breakdown when 'programme' then atom.programme_id
            when 'partnership' then atom.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id when 'sex' then atom.sex
            when 'age_group' then atom.age_group when 'population_group' then atom.population_group
            when 'breakdown' then atom.breakdown when 'programme' then atom.programme_id
            when 'partnership' then atom.partnership_id
        end as also_key
    from record_atoms as atom
)
select keyed.*
from keyed
where keyed.bucket is not null or (keyed.start_on is null and keyed.end_on is null)
