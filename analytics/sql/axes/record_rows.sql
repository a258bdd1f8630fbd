-- What the rows of recorded issues can be broken down by, one by one: by the person too, where a source says it.
-- shared: of_records

-- axis: sex
record.sex

-- axis: age
record.age
