-- uses: chosen_activities
-- The chosen activities with their data set: the partnership that they stand under, an import's being its file's.
select
    activity.activity_id,
    activity.partnership_id,
    activity.title_en,
    activity.title_es,
    activity.description_en,
    activity.start_on,
    activity.end_on,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
    partnership.position as dataset_position
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
inner join partnerships as partnership on partnership.partnership_id = activity.partnership_id
