-- What activities can be broken down by. An activity of several places, partners or issues stands under each of them,
-- and once in the totals. Its time is when it began, no finer than its date is stated.
-- shared: of_activities

-- axis: year
cast(extract(year from coalesce(activity.start_on, activity.reported_from_on)) as varchar)

-- axis: quarter
case when coalesce(activity.start_precision, 'month') <> 'year' then
            cast(extract(year from coalesce(activity.start_on, activity.reported_from_on)) as varchar) || '-Q'
            || cast(extract(quarter from coalesce(activity.start_on, activity.reported_from_on)) as varchar) end

-- axis: month
case when coalesce(activity.start_precision, 'month') <> 'year' then
            substr(cast(coalesce(activity.start_on, activity.reported_from_on) as varchar), 1, 7) end
