-- What the people who took part can be broken down by; a person of several activities stands under each of them, and
-- once in the totals. Time is when they took part.
-- axis: sex
taking.sex

-- axis: age_group
taking.age_group

-- axis: population_group
taking.population_group

-- axis: partnership
activity.partnership_id

-- axis: programme
activity.programme_id

-- axis: component
activity.component_id

-- axis: kind
activity.kind

-- axis: provenance
activity.provenance

-- axis: country
-- uses: activity_areas
spot.country_id
left join activity_areas as spot on spot.activity_id = activity.activity_id

-- axis: department
-- uses: activity_areas
spot.department_id
left join activity_areas as spot on spot.activity_id = activity.activity_id

-- axis: municipality
-- uses: activity_areas
spot.municipality_id
left join activity_areas as spot on spot.activity_id = activity.activity_id

-- axis: issue
-- uses: activity_issues
named.issue_type_id
left join activity_issues as named on named.activity_id = activity.activity_id

-- axis: family
-- uses: activity_issues
named.family
left join activity_issues as named on named.activity_id = activity.activity_id

-- axis: sector
-- uses: activity_sectors_of_partners
partner.sector
left join activity_sectors_of_partners as partner on partner.activity_id = activity.activity_id

-- axis: role
-- uses: activity_sectors_of_partners
partner.role
left join activity_sectors_of_partners as partner on partner.activity_id = activity.activity_id

-- axis: year
cast(extract(year from coalesce(taking.held_on, activity.start_on)) as varchar)

-- axis: quarter
cast(extract(year from taking.held_on) as varchar) || '-Q' || cast(extract(quarter from taking.held_on) as varchar)

-- axis: month
substr(cast(taking.held_on as varchar), 1, 7)
