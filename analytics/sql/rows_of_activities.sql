-- grain: one row per activity in one cell of a pivot
-- parameters: the selection, $lang, $codes (of the cell, in the order of the axes; '' = not stated), $skip and $most rows
-- axes: activities
-- cells: facts
-- uses: named_work
with facts as (
    select
        /*axes*/work.activity_id,
        work.start_on
    from named_work as work/*joins*/
),

page as materialized (
    select facts.activity_id
    from facts
    where len($codes) >= 0/*cell*/
    order by facts.start_on nulls last, facts.activity_id
    limit cast($most as bigint) offset cast($skip as bigint)
),

placed as (
    select
        here.activity_id,
        string_agg(case $lang when 'es' then place.name_es else place.name_en end, ' · ' order by place.place_id) as place_names
    from activity_places as here
    inner join page on page.activity_id = here.activity_id
    inner join places as place on place.place_id = here.place_id
    group by here.activity_id
)

select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    activity.start_on,
    activity.end_on,
    placed.place_names,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    activity.line,
    activity.provenance,
    'activities:' || activity.activity_id as evidence
from activities as activity
inner join page on page.activity_id = activity.activity_id
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
inner join sources as source on source.source_id = activity.source_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
left join placed on placed.activity_id = activity.activity_id
order by activity.start_on nulls last, activity.activity_id
