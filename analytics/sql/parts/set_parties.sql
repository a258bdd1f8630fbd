-- The organisations of each set of them, each with its role.
select activity_id as party_set, organisation_id, role
from activity_organisations
