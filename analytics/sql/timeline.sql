-- grain: one row per programme, and per activity that has dates of its own
-- left out: what an import stands under and its activities, and activities counted as a whole; activities_by_year counts those
-- is_* columns say what the dates are: stated, open at one end, months of the report only, or none
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_listed, listed_activities
select
    'programme' as row_kind,
    programme.programme_id as item_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as item_name,
    programme.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    programme.start_on,
    programme.start_precision,
    programme.end_on,
    programme.end_precision,
    programme.reported_from_on,
    programme.reported_to_on,
    case $lang when 'es' then programme.dates_note_es else programme.dates_note_en end as note,
    case
        when programme.start_on is not null and programme.end_on is not null then 'stated'
        when programme.start_on is not null then 'end_not_stated'
        when programme.end_on is not null then 'start_not_stated'
        when programme.reported_from_on is not null then 'reported'
        else 'undated'
    end as dates,
    partnership.position as partnership_position,
    programme.position as item_position,
    programme.provenance,
    'programmes:' || programme.programme_id as evidence
from programmes as programme
inner join chosen_programmes as chosen on chosen.programme_id = programme.programme_id
inner join partnerships as partnership on partnership.partnership_id = programme.partnership_id
where programme.provenance <> 'imported'
union all
select
    'activity',
    activity.activity_id,
    case $lang when 'es' then activity.title_es else activity.title_en end,
    activity.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end,
    activity.start_on,
    activity.start_precision,
    activity.end_on,
    activity.end_precision,
    activity.reported_from_on,
    activity.reported_to_on,
    cast(null as varchar),
    case
        when activity.start_on is not null then 'stated'
        when activity.reported_from_on is not null then 'reported'
        else 'undated'
    end,
    partnership.position,
    1000,
    activity.provenance,
    'activities:' || activity.activity_id
from listed_activities as activity
inner join chosen_listed as chosen on chosen.activity_id = activity.activity_id
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
left join programmes as programme on programme.programme_id = activity.programme_id
where activity.disclosure = 'open' and coalesce(programme.provenance, '') <> 'imported'
order by partnership_position, item_position, start_on nulls last, item_id, row_kind
