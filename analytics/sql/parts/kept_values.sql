-- uses: indicator_kept
-- What is added up one by one: stated values and records; over the cube stated values alone, for records come added up.
select * from indicator_kept
