-- What the issues listed can be broken down by; each row stands once.
-- axis: issue
issue.issue_type_id

-- axis: family
type.family

-- axis: partnership
issue.partnership_id

-- axis: programme
issue.programme_id

-- axis: provenance
issue.provenance

-- axis: country
-- uses: place_areas
area.country_id
left join place_areas as area on area.place_id = issue.place_id

-- axis: department
-- uses: place_areas
area.department_id
left join place_areas as area on area.place_id = issue.place_id

-- axis: municipality
-- uses: place_areas
area.municipality_id
left join place_areas as area on area.place_id = issue.place_id

-- axis: year
cast(extract(year from issue.stated_from_on) as varchar)

-- axis: quarter
case when issue.stated_precision <> 'year' then
            cast(extract(year from issue.stated_from_on) as varchar) || '-Q'
            || cast(extract(quarter from issue.stated_from_on) as varchar) end

-- axis: month
case when issue.stated_precision <> 'year' then substr(cast(issue.stated_from_on as varchar), 1, 7) end
