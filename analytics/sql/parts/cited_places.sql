-- uses: listed_places
-- The places of the activities whose places $references name (all of each); where it is empty, those that are listed.
select here.*
from activity_places as here
where
    len(list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_places:'))) > 0
    and here.activity_id in (
        select unnest(
            list_transform(
                list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_places:')),
                lambda cited: regexp_replace(substr(cited, 17), '\|[^|]*$', '')
            )
        )
    )
union all
select listed.*
from listed_places as listed
where len($references) = 0
