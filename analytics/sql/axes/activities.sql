-- What activities can be broken down by. An activity of several places, partners or issues stands under each of them,
-- and once in the totals. Its time is when it began, no finer than its date is stated. An axis of which an activity may
-- have several codes names the part that holds them, and the key of the sets that they hang on.

-- axis: partnership
work.partnership_id

-- axis: programme
work.programme_id

-- axis: component
work.component_id

-- axis: kind
work.kind

-- axis: provenance
work.provenance

-- axis: country
-- uses: set_areas
-- many: place_set
-- cells: division
country_id

-- axis: department
-- uses: set_areas
-- many: place_set
-- cells: division
department_id

-- axis: municipality
-- uses: set_areas
-- many: place_set
-- cells: place
municipality_id

-- axis: issue
-- uses: unit_issues
-- many: unit
issue_type_id

-- axis: family
-- uses: unit_issues
-- many: unit
family

-- axis: sector
-- uses: set_sectors
-- many: party_set
-- cells: party
sector

-- axis: role
-- uses: set_sectors
-- many: party_set
-- cells: party
role

-- axis: year
-- cells: year
cast(work.start_month // 12 as varchar)

-- axis: quarter
-- cells: month
case when not work.is_start_year then
            cast(work.start_month // 12 as varchar) || '-Q' || cast(work.start_month % 12 // 3 + 1 as varchar) end

-- axis: month
-- cells: month
case when not work.is_start_year then
            lpad(cast(work.start_month // 12 as varchar), 4, '0') || '-'
            || lpad(cast(work.start_month % 12 + 1 as varchar), 2, '0') end
