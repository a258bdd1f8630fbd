-- uses: listed_activities
-- The activities whose places and organisations $references name; where it is empty, those that are listed one by one.
select activity.activity_id, activity.title_en, activity.title_es, activity.programme_id, activity.disclosure
from activities as activity
where
    len(list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_'))) > 0
    and activity.activity_id in (
        select unnest(
            list_transform(
                list_filter(cast($references as varchar[]), lambda cited: starts_with(cited, 'activity_')),
                lambda cited: case
                    when starts_with(cited, 'activity_places:') then regexp_replace(substr(cited, 17), '\|[^|]*$', '')
                    else regexp_replace(substr(cited, 24), '\|[^|]*\|[^|]*$', '')
                end
            )
        )
    )
union all
select listed.activity_id, listed.title_en, listed.title_es, listed.programme_id, listed.disclosure
from listed_activities as listed
where len($references) = 0
