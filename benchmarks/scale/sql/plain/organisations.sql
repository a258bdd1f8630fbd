select
    organisation_id,
    sector
from organisations
order by organisation_id
