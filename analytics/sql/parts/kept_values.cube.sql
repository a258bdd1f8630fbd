-- uses: stated_kept
select *, cast(null as varchar) as thing, false as is_record
from stated_kept
