-- uses: set_parties
-- The sectors and roles of each set of organisations; with sectors chosen, of those sectors alone.
select distinct here.party_set, organisation.sector, here.role
from set_parties as here
inner join organisations as organisation on organisation.organisation_id = here.organisation_id
where (len($sectors) = 0 or list_contains($sectors, organisation.sector))
