-- uses: record_atoms
-- What the counted records of each indicator are told by.
select distinct
    indicator_id, programme_id, component_id, year, department_id, municipality_id, sex, age_group, population_group
from record_atoms
