-- grain: one row per country and first-level division with a programme or activity in or inside it, and partnership
-- how: named (a place inside it, or it itself, is named), area (somewhere in it, places not named), country (whole country)
-- is_whole: work is stated for the whole country; is_part: for a division or a region of which no place is named
-- evidence: of what was imported or is counted as a whole its data set, for an area can rest on thousands of rows
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_work_places, worked_at, set_divisions, place_lines, chosen_places
with present as (
    select
        programme.partnership_id,
        here.programme_id,
        here.place_id,
        here.presence,
        case $lang when 'es' then here.note_es else here.note_en end as note,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    inner join programmes as programme on programme.programme_id = here.programme_id
    union all
    select
        partnership_id,
        programme_id,
        place_id,
        'works',
        null,
        case
            when single_id is null or provenance = 'imported' then 'partnerships:' || partnership_id
            else 'activity_places:' || single_id || '|' || place_id
        end
    from worked_at
),

placed as (
    select present.*, line.level, line.country_id, line.department_id, line.municipality_id as point_id
    from present
    inner join place_lines as line on line.place_id = present.place_id
    where (len($places) = 0 or present.place_id in (select place_id from chosen_places))
),

areas as (
    select country_id as area_id, 'country' as area_level, placed.* from placed
    union all
    select department_id, 'department', placed.* from placed where department_id is not null
),

-- What names several places of an area counts there once, as its set of places does.
counted as (
    select
        division.area_id,
        work.partnership_id,
        sum(work.activities) as activities,
        sum(case when division.is_whole then work.activities else 0 end) as activities_whole,
        sum(case when division.is_part then work.activities else 0 end) as activities_part
    from chosen_work_places as work
    inner join set_divisions as division on division.place_set = work.place_set
    group by division.area_id, work.partnership_id
),

-- Brought together by their codes before they are named: the names are long, and many.
found as (
    select
        area_id,
        area_level,
        partnership_id,
        count(distinct programme_id) as programmes,
        count(distinct point_id) as points,
        case
            when count(point_id) > 0 then 'named'
            when area_level = 'department' then 'area'
            when count(department_id) > 0 then 'area'
            when count(case when level = 'named_region' then 1 end) = count(*) then 'region'
            else 'country'
        end as how,
        bool_or(presence = 'works') as is_working,
        string_agg(distinct case when presence <> 'works' then note end, ' ' order by case when presence <> 'works' then note end) as guest_notes,
        bool_or(presence = 'works' and level = 'country') as is_whole,
        bool_or(presence = 'works' and level in ('department', 'named_region')) as is_part,
        count(distinct case when presence = 'works' and level = 'department' then department_id end) as parts,
        string_agg(distinct evidence, ' ' order by evidence) as evidence
    from areas
    group by area_id, area_level, partnership_id
)

select
    found.area_id,
    found.area_level,
    case $lang when 'es' then area.name_es else area.name_en end as area_name,
    area.country_code,
    found.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    found.programmes,
    found.points,
    found.how,
    found.is_working,
    found.guest_notes,
    found.is_whole,
    found.is_part,
    found.parts,
    cast(coalesce(counted.activities, 0) as bigint) as activities,
    cast(coalesce(counted.activities_whole, 0) as bigint) as activities_whole,
    cast(coalesce(counted.activities_part, 0) as bigint) as activities_part,
    found.evidence
from found
inner join places as area on area.place_id = found.area_id
inner join partnerships as partnership on partnership.partnership_id = found.partnership_id
left join counted on counted.area_id = found.area_id and counted.partnership_id = found.partnership_id
order by found.area_level, found.area_id, partnership.position, found.partnership_id
