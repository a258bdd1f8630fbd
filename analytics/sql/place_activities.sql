-- grain: one row per activity placed at the place, inside it, or only in a larger place around it
-- parameters: the selection, $place_id, $lang, $skip and $most rows; $rows_here, $rows_inside, $rows_around: how many of
--     each kind are looked for (0: none is read)
-- cells: facts
-- uses: near_place_sets, named_work
-- Each kind by itself, so that the first dates alone tell which rows to read.
with here as (
    select work.activity_id, near.place_id, near.exactness, near.relation, work.start_on, 1 as nearness
    from named_work as work
    inner join near_place_sets as near on near.place_set = work.place_set
    where $rows_here > 0 and near.relation = 'here'
    order by work.start_on nulls last, work.activity_id, near.place_id
    limit cast($rows_here as bigint)
),

inside as (
    select work.activity_id, near.place_id, near.exactness, near.relation, work.start_on, 2 as nearness
    from named_work as work
    inner join near_place_sets as near on near.place_set = work.place_set
    where $rows_inside > 0 and near.relation = 'inside'
    order by work.start_on nulls last, work.activity_id, near.place_id
    limit cast($rows_inside as bigint)
),

around as (
    select work.activity_id, near.place_id, near.exactness, near.relation, work.start_on, 3 as nearness
    from named_work as work
    inner join near_place_sets as near on near.place_set = work.place_set
    where $rows_around > 0 and near.relation = 'around'
    order by work.start_on nulls last, work.activity_id, near.place_id
    limit cast($rows_around as bigint)
),

page as materialized (
    select *
    from (select * from here union all select * from inside union all select * from around) as near
    order by near.nearness, near.start_on nulls last, near.activity_id, near.place_id
    limit cast($most as bigint) offset cast($skip as bigint)
)

select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    activity.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    activity.partnership_id,
    activity.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    page.relation,
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
from activities as activity
inner join page on page.activity_id = activity.activity_id
inner join places as place on place.place_id = page.place_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
order by page.nearness, page.start_on nulls last, activity.activity_id, page.place_id
