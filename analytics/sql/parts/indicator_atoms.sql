-- uses: stated_atoms, record_atoms
-- What every total of an indicator is made of, in the selection, by what it is told by: stated values and records.
select
    indicator_id, kind, programme_id, component_id, year, department_id, municipality_id, sex, age_group, population_group, breakdown
from stated_atoms
union all
select
    indicator_id, kind, programme_id, component_id, year, department_id, municipality_id, sex, age_group, population_group, breakdown
from record_atoms
