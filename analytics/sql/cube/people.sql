-- grain: one row per person; a person is known by a number in a data set
select dataset, person_number, cast(row_number() over (order by dataset, person_number) as integer) as person
from (select distinct dataset, person_number from participations) as known
