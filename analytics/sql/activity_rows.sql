-- grain: one row per activity in the selection
-- parameters: the selection, $lang
-- uses: chosen_activities
select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    activity.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    activity.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    activity.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    activity.start_on,
    activity.start_precision,
    activity.end_on,
    activity.end_precision,
    activity.reported_from_on,
    activity.reported_to_on,
    activity.stated_count,
    (
        select string_agg(case $lang when 'es' then place.name_es else place.name_en end, ' · ' order by place.place_id)
        from activity_places as here
        inner join places as place on place.place_id = here.place_id
        where here.activity_id = activity.activity_id
    ) as place_names,
    case $lang when 'es' then activity.description_es else activity.description_en end as description,
    activity.provenance,
    'activities:' || activity.activity_id as evidence
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
where activity.disclosure = 'open'
order by partnership.position, activity.start_on nulls last, activity.activity_id
