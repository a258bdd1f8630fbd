-- uses: listed_parties
-- The organisations of the activities whose organisations $references name (all of each); where it is empty, those that are
-- listed.
select role.*
from activity_organisations as role
where
    len(list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_organisations:'))) > 0
    and role.activity_id in (
        select unnest(
            list_transform(
                list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_organisations:')),
                lambda cited: regexp_replace(substr(cited, 24), '\|[^|]*\|[^|]*$', '')
            )
        )
    )
union all
select listed.*
from listed_parties as listed
where len($references) = 0
