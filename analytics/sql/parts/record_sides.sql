-- uses: record_ways
-- The codes that the counted records of each indicator are told by, each under its axis.
select distinct indicator_id, 'year' as axis, year as code from record_ways
union all
select distinct indicator_id, 'department', department_id from record_ways
union all
select distinct indicator_id, 'municipality', municipality_id from record_ways
union all
select distinct indicator_id, 'component', component_id from record_ways
union all
select distinct indicator_id, 'programme', programme_id from record_ways
union all
select distinct indicator_id, 'sex', sex from record_ways
union all
select distinct indicator_id, 'age_group', age_group from record_ways
union all
select distinct indicator_id, 'population_group', population_group from record_ways
