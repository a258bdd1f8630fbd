-- What activities and the people who took part in them can both be broken down by.
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
