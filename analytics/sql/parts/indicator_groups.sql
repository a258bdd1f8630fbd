-- uses: value_groups
-- What totals are worked out from: for each indicator, kind of value, bucket of time and pair of keys the numbers and sums of what
-- they count. Over the cube records come added up already.
select * from value_groups
