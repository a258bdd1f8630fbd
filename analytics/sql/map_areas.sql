-- grain: one row per country and first-level division with a programme or activity in or inside it, and partnership
-- how: named (a place inside it, or it itself, is named), area (somewhere in it, places not named), country (whole country)
-- is_whole: work is stated for the whole country; is_part: for a division or a region of which no place is named
-- evidence: of what was imported or is counted as a whole its data set, for an area can rest on thousands of rows
-- parameters: the selection, $lang
-- uses: chosen_work_places, present_at, set_divisions, chosen_places, place_divisions
with counted as (
    -- what names several places of an area counts there once, as its set of places does
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

-- Each country and each division with its partnerships, brought together by their codes before they are named: the names
-- are long, and many. Lists are counted and put in words once they are few; to do so for each group costs a third more.
found as (
    select
        area.area_id,
        present.partnership_id,
        len(list_distinct(list(present.programme_id))) as programmes,
        len(list_distinct(list(area.municipality_id))) as points,
        bool_or(area.is_in_division) as is_in_division,
        bool_and(area.level = 'named_region') as is_region,
        bool_or(present.is_working) as is_working,
        list(case $lang when 'es' then present.note_es else present.note_en end) filter (where not present.is_working) as guest_notes,
        bool_or(present.is_working and area.level = 'country') as is_whole,
        bool_or(present.is_working and area.level in ('department', 'named_region')) as is_part,
        len(list_distinct(list(case when present.is_working and area.level = 'department' then area.place_id end))) as parts,
        bool_or(present.is_counted) as is_counted,
        list(present.evidence) filter (where not present.is_counted) as evidence
    from present_at as present
    inner join place_divisions as area on area.place_id = present.place_id
    where (len($places) = 0 or present.place_id in (select place_id from chosen_places))
    group by area.area_id, present.partnership_id
)

select
    found.area_id,
    area.level as area_level,
    case $lang when 'es' then area.name_es else area.name_en end as area_name,
    area.country_code,
    found.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    found.programmes,
    found.points,
    case
        when found.points > 0 then 'named'
        when found.is_in_division then 'area'
        when found.is_region then 'region'
        else 'country'
    end as how,
    found.is_working,
    nullif(array_to_string(list_sort(list_distinct(found.guest_notes)), ' '), '') as guest_notes,
    found.is_whole,
    found.is_part,
    found.parts,
    cast(coalesce(counted.activities, 0) as bigint) as activities,
    cast(coalesce(counted.activities_whole, 0) as bigint) as activities_whole,
    cast(coalesce(counted.activities_part, 0) as bigint) as activities_part,
    array_to_string(
        list_sort(list_concat(found.evidence, case when found.is_counted then ['partnerships:' || found.partnership_id] end)), ' '
    ) as evidence
from found
inner join places as area on area.place_id = found.area_id
inner join partnerships as partnership on partnership.partnership_id = found.partnership_id
left join counted on counted.area_id = found.area_id and counted.partnership_id = found.partnership_id
order by area_level, found.area_id, partnership.position, found.partnership_id
