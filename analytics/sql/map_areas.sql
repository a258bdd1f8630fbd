-- grain: one row per country and first-level division with a programme or activity in or inside it, and partnership
-- how: named (a place inside it, or it itself, is named), area (somewhere in it, places not named), country (whole country)
-- is_whole: work is stated for the whole country; is_part: for a division or a region of which no place is named
-- evidence: of what was imported or is counted as a whole its data set, for an area can rest on thousands of rows
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_work_places, set_places, chosen_places
with work as (
    select partnership_id, programme_id, provenance, single_id, place_set, cast(sum(activities) as bigint) as activities
    from chosen_work_places
    where place_set is not null
    group by partnership_id, programme_id, provenance, single_id, place_set
),
present as (
    select
        programme.partnership_id,
        here.programme_id,
        here.place_id,
        here.presence,
        null as provenance,
        null as single_id,
        cast(null as varchar) as place_set,
        0 as activities,
        case $lang when 'es' then here.note_es else here.note_en end as note,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join programmes as programme on programme.programme_id = here.programme_id
    union all
    select
        work.partnership_id,
        work.programme_id,
        here.place_id,
        'works',
        work.provenance,
        work.single_id,
        cast(work.place_set as varchar),
        work.activities,
        null,
        case
            when work.single_id is null or work.provenance = 'imported' then 'partnerships:' || work.partnership_id
            else 'activity_places:' || work.single_id || '|' || here.place_id
        end
    from work
    inner join set_places as here on here.place_set = work.place_set
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
),
once as (
    -- what names several places of an area counts there once
    select
        area_id, partnership_id, max(activities) as activities, bool_or(level = 'country') as is_whole,
        bool_or(level in ('department', 'named_region')) as is_part
    from areas
    where place_set is not null
    group by area_id, partnership_id, programme_id, provenance, single_id, place_set
),
counted as (
    select
        area_id, partnership_id, sum(activities) as activities,
        sum(case when is_whole then activities else 0 end) as activities_whole,
        sum(case when is_part then activities else 0 end) as activities_part
    from once
    group by area_id, partnership_id
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
    cast(coalesce(max(counted.activities), 0) as bigint) as activities,
    cast(coalesce(max(counted.activities_whole), 0) as bigint) as activities_whole,
    cast(coalesce(max(counted.activities_part), 0) as bigint) as activities_part,
    string_agg(distinct areas.evidence, ' ' order by areas.evidence) as evidence
from areas
inner join places as area on area.place_id = areas.area_id
inner join partnerships as partnership on partnership.partnership_id = areas.partnership_id
left join counted on counted.area_id = areas.area_id and counted.partnership_id = areas.partnership_id
group by
    areas.area_id, areas.area_level, area.name_en, area.name_es, area.country_code, areas.partnership_id,
    partnership.short_name_en, partnership.short_name_es, partnership.position
order by areas.area_level, areas.area_id, partnership.position, areas.partnership_id
