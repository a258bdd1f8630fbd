-- grain: one row per activity placed at the place, inside it, or only in a larger place around it
-- parameters: the selection, $place_id, $lang
-- uses: around_place, chosen_activities
select
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end as activity_title,
    activity.kind,
    case $lang when 'es' then kind.name_es else kind.name_en end as kind_name,
    activity.partnership_id,
    activity.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    near.relation,
    here.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    here.exactness,
    activity.stated_count,
    activity.start_on,
    activity.start_precision,
    activity.end_on,
    activity.reported_from_on,
    activity.reported_to_on,
    case $lang when 'es' then activity.description_es else activity.description_en end as description,
    activity.provenance,
    'activities:' || activity.activity_id || ' activity_places:' || here.activity_id || '|' || here.place_id as evidence
from activity_places as here
inner join around_place as near on near.place_id = here.place_id
inner join chosen_activities as chosen on chosen.activity_id = here.activity_id
inner join activities as activity on activity.activity_id = here.activity_id
inner join places as place on place.place_id = here.place_id
left join programmes as programme on programme.programme_id = activity.programme_id
left join code_lists as kind on kind.list = 'activity_kind' and kind.code = activity.kind
where activity.disclosure = 'open'
order by
    case near.relation when 'here' then 1 when 'inside' then 2 else 3 end, activity.start_on nulls last,
    activity.activity_id, here.place_id
