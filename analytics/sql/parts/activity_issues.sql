-- The issues of each activity: named in it, or linked to its programme (stated or our reading); those chosen, where some are.
select named.activity_id, named.issue_type_id, type.family
from (
    select activity_id, issue_type_id from issues where activity_id is not null and disclosure = 'open'
    union
    select activity.activity_id, link.issue_type_id
    from activities as activity
    inner join issue_links as link on link.programme_id = activity.programme_id
) as named
inner join issue_types as type on type.issue_type_id = named.issue_type_id
where (len($issues) = 0 or list_contains($issues, named.issue_type_id))
