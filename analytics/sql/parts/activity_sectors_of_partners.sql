-- The sectors and roles of each activity's organisations; with sectors chosen, of those sectors alone.
select distinct role.activity_id, organisation.sector, role.role
from activity_organisations as role
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
where (len($sectors) = 0 or list_contains($sectors, organisation.sector))
