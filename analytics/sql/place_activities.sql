-- grain: one row per activity placed at the place, inside it, or only in a larger place around it ($relation: one of these)
-- parameters: the selection, $place_id, $relation, $lang, $skip and $most rows; $first_on, $last_on: the days between
--     which those begin, where that is known (see months_of_place)
-- cells: facts
-- uses: near_place_sets, named_work
with page as materialized (
    select work.file_no, work.row_no, work.name_order, work.start_on, near.place_id, near.exactness
    from named_work as work
    inner join near_place_sets as near on near.place_set = work.place_set
    where
        near.relation = $relation
        and (cast($first_on as date) is null or work.start_on between cast($first_on as date) and cast($last_on as date))
    order by work.start_on nulls last, work.name_order, near.place_id
    limit cast($most as bigint) offset cast($skip as bigint)
),

activities_of_page as (
    /*activities of page*/
)

select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    activity.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    activity.partnership_id,
    activity.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    $relation as relation,
    page.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    page.exactness,
    activity.stated_count,
    activity.start_on,
    activity.start_precision,
    activity.end_on,
    activity.reported_from_on,
    activity.reported_to_on,
    case $lang when 'es' then activity.description_es else activity.description_en end as description,
    activity.provenance,
    'activities:' || activity.activity_id || ' activity_places:' || activity.activity_id || '|' || page.place_id as evidence
from page
inner join activities_of_page as activity on activity.file_no = page.file_no and activity.row_no = page.row_no
inner join places as place on place.place_id = page.place_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
order by page.start_on nulls last, page.name_order, page.place_id
