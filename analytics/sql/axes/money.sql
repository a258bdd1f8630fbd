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
-- uses: set_one_area
area.country_id
left join set_one_area as area on area.place_set = money.place_set

-- axis: department
-- uses: set_one_area
area.department_id
left join set_one_area as area on area.place_set = money.place_set

-- axis: year
cast(money.paid_month // 12 as varchar)

-- axis: quarter
case when not money.is_paid_year then
            cast(money.paid_month // 12 as varchar) || '-Q' || cast(money.paid_month % 12 // 3 + 1 as varchar) end

-- axis: month
case when not money.is_paid_year then
            lpad(cast(money.paid_month // 12 as varchar), 4, '0') || '-'
            || lpad(cast(money.paid_month % 12 + 1 as varchar), 2, '0') end
