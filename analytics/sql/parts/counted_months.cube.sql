-- uses: counted_groups
select indicator_id, bucket, key, also_key, atoms
from counted_groups
