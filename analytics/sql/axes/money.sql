-- What amounts of money can be broken down by; each amount stands once, under the one place of its activity or none.
-- axis: currency
money.currency

-- axis: money_kind
money.money_kind

-- axis: partnership
money.partnership_id

-- axis: programme
money.programme_id

-- axis: component
money.component_id

-- axis: provenance
money.provenance

-- axis: country
-- uses: activity_one_area
area.country_id
left join activity_one_area as area on area.activity_id = money.activity_id

-- axis: department
-- uses: activity_one_area
area.department_id
left join activity_one_area as area on area.activity_id = money.activity_id

-- axis: year
cast(extract(year from money.dated_on) as varchar)

-- axis: quarter
case when money.precision <> 'year' then
            cast(extract(year from money.dated_on) as varchar) || '-Q'
            || cast(extract(quarter from money.dated_on) as varchar) end

-- axis: month
case when money.precision <> 'year' then substr(cast(money.dated_on as varchar), 1, 7) end
