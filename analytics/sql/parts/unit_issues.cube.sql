-- uses: chosen_units
select named.unit, named.issue_type_id, type.family
from (
    select unit.unit, issue.issue_type_id
    from chosen_units as unit
    inner join issues as issue on issue.activity_id = unit.single_id
    where issue.disclosure = 'open'
    union
    select unit.unit, link.issue_type_id
    from chosen_units as unit
    inner join issue_links as link on link.programme_id = unit.programme_id
) as named
inner join issue_types as type on type.issue_type_id = named.issue_type_id
where (len($issues) = 0 or list_contains($issues, named.issue_type_id))
