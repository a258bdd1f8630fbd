-- uses: listed_activities
-- The activities that $references name; where it is empty, those that are listed one by one. What is asked for is known
-- before anything is read, so an id is looked up where it stands: what is counted as a whole may be millions.
select activity.*
from activities as activity
where
    len(list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activities:'))) > 0
    and activity.activity_id in (
        select unnest(
            list_transform(
                list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activities:')),
                lambda cited: substr(cited, 12)
            )
        )
    )
union all
select listed.*
from listed_activities as listed
where len($references) = 0
