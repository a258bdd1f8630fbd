-- grain: one row per activity in one cell of a pivot
-- parameters: the selection, $lang, $codes (of the cell; '' = not stated), $skip and $most rows, $first_on, $last_on: the days
--     between which those begin, where that is known (see months_of_activities)
-- axes: activities
-- cells: facts
-- uses: named_work, set_places
with facts as (
    select
        /*axes*/work.file_no,
        work.row_no,
        work.name_order,
        work.place_set,
        work.start_on
    from named_work as work/*joins*/
    where cast($first_on as date) is null or work.start_on between cast($first_on as date) and cast($last_on as date)
),

page as materialized (
    select facts.file_no, facts.row_no, facts.name_order, facts.place_set, facts.start_on
    from facts
    where len($codes) >= 0/*cell*/
    order by facts.start_on nulls last, facts.name_order
    limit cast($most as bigint) offset cast($skip as bigint)
),

activities_of_page as (
    /*activities of page*/
),

placed as (
    select
        here.place_set,
        string_agg(case $lang when 'es' then place.name_es else place.name_en end, ' · ' order by place.place_id) as place_names,
        string_agg(place.place_id, ' | ' order by place.place_id) as place_ids
    from set_places as here
    inner join places as place on place.place_id = here.place_id
    where here.place_set in (select place_set from page)
    group by here.place_set
)

select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    activity.kind,
    activity.start_on,
    activity.end_on,
    placed.place_names,
    placed.place_ids,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    activity.line,
    activity.provenance,
    'activities:' || activity.activity_id as evidence
from page
inner join activities_of_page as activity on activity.file_no = page.file_no and activity.row_no = page.row_no
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
inner join sources as source on source.source_id = activity.source_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
left join placed on placed.place_set = page.place_set
order by page.start_on nulls last, page.name_order
