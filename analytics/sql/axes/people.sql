-- What the people who took part can be broken down by; a person of several activities stands under each of them, and
-- once in the totals. Time is when they took part.
-- axis: sex
taking.sex

-- axis: age_group
taking.age_group

-- axis: population_group
taking.population_group

-- shared: of_activities

-- axis: year
cast(extract(year from coalesce(taking.held_on, activity.start_on)) as varchar)

-- axis: quarter
cast(extract(year from taking.held_on) as varchar) || '-Q' || cast(extract(quarter from taking.held_on) as varchar)

-- axis: month
substr(cast(taking.held_on as varchar), 1, 7)
