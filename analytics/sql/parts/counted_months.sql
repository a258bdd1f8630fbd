-- uses: record_kept
-- How many activities, places of activities and people indicators count in each bucket of time ($over) and pair of keys.
select indicator_id, bucket, key, also_key, count(*) as atoms
from record_kept
where cited <> 'contributions'
group by indicator_id, bucket, key, also_key
