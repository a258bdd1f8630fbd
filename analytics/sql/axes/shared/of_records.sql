-- What recorded issues can be broken down by, counted by month or row by row. A row of a whole year has no month.
-- axis: issue
record.issue_type_id

-- axis: family
type.family

-- axis: dataset
record.dataset

-- axis: measure
record.measure

-- axis: provenance
record.provenance

-- axis: country
-- uses: place_areas
area.country_id
left join place_areas as area on area.place_id = record.place_id

-- axis: department
-- uses: place_areas
area.department_id
left join place_areas as area on area.place_id = record.place_id

-- axis: municipality
-- uses: place_areas
area.municipality_id
left join place_areas as area on area.place_id = record.place_id

-- axis: year
cast(record.year as varchar)

-- axis: quarter
case when date_trunc('quarter', record.first_on) = date_trunc('quarter', record.last_on) then
            cast(extract(year from record.first_on) as varchar) || '-Q'
            || cast(extract(quarter from record.first_on) as varchar) end

-- axis: month
case when date_trunc('month', record.first_on) = date_trunc('month', record.last_on) then
            substr(cast(record.first_on as varchar), 1, 7) end
