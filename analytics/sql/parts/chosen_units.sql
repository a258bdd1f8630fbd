-- The kinds of activities (see work_units) that pass the filters on what an activity is; places, organisations and time are the cells'.
select unit.*
from work_units as unit
where
    (len($partnerships) = 0 or list_contains($partnerships, unit.partnership_id))
    and (len($provenances) = 0 or list_contains($provenances, unit.provenance))
    and (
        len($issues) = 0
        or unit.single_id in (select activity_id from issues where disclosure = 'open' and list_contains($issues, issue_type_id))
        or unit.programme_id in (select programme_id from issue_links where list_contains($issues, issue_type_id))
    )
    and (len($components) = 0 or list_contains($components, unit.component_id))
    and (len($kinds) = 0 or list_contains($kinds, unit.kind))
