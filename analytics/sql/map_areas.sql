-- grain: one row per country and first-level division with a programme or activity in or inside it, and partnership
-- how: named (a place inside it, or it itself, is named), area (somewhere in it, places not named), country (whole country)
-- is_whole: work is stated for the whole country; is_part: for a division or a region of which no place is named
-- evidence: of what was imported its data set, for an area can rest on thousands of rows
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_activities, chosen_places
with present as (
    select
        programme.partnership_id,
        here.programme_id,
        here.place_id,
        here.exactness,
        here.presence,
        cast(null as varchar) as activity_id,
        case $lang when 'es' then here.note_es else here.note_en end as note,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join programmes as programme on programme.programme_id = here.programme_id
    union all
    select
        activity.partnership_id,
        activity.programme_id,
        here.place_id,
        here.exactness,
        'works',
        here.activity_id,
        null,
        case
            when activity.provenance = 'imported' then 'partnerships:' || activity.partnership_id
            else 'activity_places:' || here.activity_id || '|' || here.place_id
        end
    from activity_places as here
    inner join chosen_activities as chosen on chosen.activity_id = here.activity_id
    inner join activities as activity on activity.activity_id = here.activity_id
    where activity.disclosure = 'open'
),
placed as (
    select
        present.*,
        place.level,
        place.country_code,
        case
            when place.level = 'department' then place.place_id
            when place.level in ('municipality', 'city') and parent.level = 'department' then parent.place_id
        end as department_id,
        case when place.level in ('municipality', 'city') then place.place_id end as point_id
    from present
    inner join places as place on place.place_id = present.place_id
    left join places as parent on parent.place_id = place.parent_id
    where len($places) = 0 or place.place_id in (select place_id from chosen_places)
),
areas as (
    select country_code as area_id, 'country' as area_level, placed.* from placed
    union all
    select department_id, 'department', placed.* from placed where department_id is not null
)
select
    areas.area_id,
    areas.area_level,
    case $lang when 'es' then area.name_es else area.name_en end as area_name,
    area.country_code,
    areas.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    count(distinct areas.programme_id) as programmes,
    count(distinct areas.point_id) as points,
    case
        when count(areas.point_id) > 0 then 'named'
        when areas.area_level = 'department' then 'area'
        when count(areas.department_id) > 0 then 'area'
        when count(case when areas.level = 'named_region' then 1 end) = count(*) then 'region'
        else 'country'
    end as how,
    bool_or(areas.presence = 'works') as is_working,
    string_agg(distinct case when areas.presence <> 'works' then areas.note end, ' ' order by case when areas.presence <> 'works' then areas.note end) as guest_notes,
    bool_or(areas.presence = 'works' and areas.level = 'country') as is_whole,
    bool_or(areas.presence = 'works' and areas.level in ('department', 'named_region')) as is_part,
    count(distinct case when areas.presence = 'works' and areas.level = 'department' then areas.department_id end) as parts,
    count(distinct areas.activity_id) as activities,
    count(distinct case when areas.level = 'country' then areas.activity_id end) as activities_whole,
    count(distinct case when areas.level in ('department', 'named_region') then areas.activity_id end) as activities_part,
    string_agg(distinct areas.evidence, ' ' order by areas.evidence) as evidence
from areas
inner join places as area on area.place_id = areas.area_id
inner join partnerships as partnership on partnership.partnership_id = areas.partnership_id
group by
    areas.area_id, areas.area_level, area.name_en, area.name_es, area.country_code, areas.partnership_id,
    partnership.short_name_en, partnership.short_name_es, partnership.position
order by areas.area_level, areas.area_id, partnership.position, areas.partnership_id
