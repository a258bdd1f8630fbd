-- uses: stated_marked
-- The stated values of indicators that pass the filters. One with dates passes a period if it lies inside it, one without only
-- where no period is chosen; a baseline passes any.
select stated.*
from stated_marked as stated
where
    (len($partnerships) = 0 or list_contains($partnerships, stated.partnership_id))
    and (
        len($issues) = 0
        or stated.owner_id in (
            select programme_id from issues where disclosure = 'open' and list_contains($issues, issue_type_id)
            union
            select programme_id from issue_links where list_contains($issues, issue_type_id)
        )
    )
    and (
        len($sectors) = 0
        or stated.owner_id in (
            select role.programme_id
            from programme_organisations as role
            inner join organisations as organisation on organisation.organisation_id = role.organisation_id
            where list_contains($sectors, organisation.sector)
        )
    )
    and (
        cast($period_from as date) is null
        or stated.kind = 'baseline'
        or (stated.start_on >= cast($period_from as date) and stated.end_on <= cast($period_to as date))
    )
