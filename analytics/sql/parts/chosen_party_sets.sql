-- The sets of organisations that hold one of a chosen sector.
select distinct role.party_set
from party_sets as role
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
where list_contains($sectors, organisation.sector)
