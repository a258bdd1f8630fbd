-- grain: one row per month (2019-07) in which indicators count activities, their places or people; listed: rows of indicator_rows
-- parameters: the selection, $indicators (empty = all), $over (month), $by, $also, $key and $also_key (empty = all of them; 'not
--     stated' = those without)
-- uses: counted_months
select bucket as month, cast(sum(atoms) as bigint) as listed
from counted_months
where
    bucket is not null
    and (len($indicators) = 0 or list_contains($indicators, indicator_id))
    and ($key = '' or coalesce(key, 'not stated') = $key)
    and ($also_key = '' or coalesce(also_key, 'not stated') = $also_key)
group by bucket
order by bucket
