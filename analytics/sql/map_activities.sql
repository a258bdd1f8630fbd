-- grain: one row per place of $level with an activity recorded there, at any time; an activity is counted once in each area
--     step_key: all, for a map without steps of time (map_activities_at has them)
--     area_id: empty where the place is no finer than above $level (coarser_id), or none is given
-- parameters: the selection, $level
-- uses: chosen_work_places, sets_at
select
    'all' as step_key,
    area.area_id,
    area.coarser_id,
    cast(sum(work.activities) as bigint) as activities,
    array_to_string(list_sort(list_distinct(list('partnerships:' || work.partnership_id))), ' ') as evidence
from chosen_work_places as work
left join sets_at as area on area.place_set = work.place_set
group by area.area_id, area.coarser_id
order by area.area_id, area.coarser_id
