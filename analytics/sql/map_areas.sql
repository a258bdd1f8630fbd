-- grain: one row per country and first-level division with a programme or activity in or inside it, and partnership
-- how: named (a place inside it, or it itself, is named), area (somewhere in it, places not named), country (whole country)
-- is_whole: work is stated for the whole country; is_part: for a division or a region of which no place is named
-- evidence: of what was imported or is counted as a whole its data set, for an area can rest on thousands of rows
-- parameters: the selection, $lang
-- uses: chosen_programmes, chosen_work_places, worked_at, set_divisions, chosen_places, place_lines
with present as (
    select
        chosen.partnership_id,
        here.programme_id,
        here.place_id,
        here.presence = 'works' as is_working,
        false as is_counted,
        case when here.presence <> 'works' then case $lang when 'es' then here.note_es else here.note_en end end as guest_note,
        cast(null as varchar) as activity_evidence,
        'programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence as programme_evidence
    from programme_places as here
    inner join chosen_programmes as chosen on chosen.programme_id = here.programme_id
    union all
    select
        partnership_id,
        programme_id,
        place_id,
        true,
        single_id is null or provenance = 'imported',
        null,
        case when provenance <> 'imported' then 'activity_places:' || single_id || '|' || place_id end,
        null
    from worked_at
),

placed as (
    select present.*, line.level, line.country_id, line.department_id, line.municipality_id as point_id
    from present
    inner join place_lines as line on line.place_id = present.place_id
    where (len($places) = 0 or present.place_id in (select place_id from chosen_places))
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

-- Each country and each division with its partnerships, brought together by their codes before they are named: the names
-- are long, and many.
found as (
    select
        coalesce(department_id, country_id) as area_id,
        case grouping(department_id) when 0 then 'department' else 'country' end as area_level,
        partnership_id,
        count(distinct programme_id) as programmes,
        count(distinct point_id) as points,
        count(point_id) as named,
        count(department_id) as in_divisions,
        bool_and(level = 'named_region') as is_region,
        bool_or(is_working) as is_working,
        string_agg(distinct guest_note, ' ' order by guest_note) as guest_notes,
        bool_or(is_working and level = 'country') as is_whole,
        bool_or(is_working and level in ('department', 'named_region')) as is_part,
        count(distinct case when is_working and level = 'department' then place_id end) as parts,
        bool_or(is_counted) as is_counted,
        string_agg(activity_evidence, ' ' order by activity_evidence) as activity_evidence,
        string_agg(programme_evidence, ' ' order by programme_evidence) as programme_evidence
    from placed
    group by grouping sets ((country_id, partnership_id), (department_id, partnership_id))
    having grouping(department_id) = 1 or department_id is not null
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
    case
        when found.named > 0 then 'named'
        when found.area_level = 'department' or found.in_divisions > 0 then 'area'
        when found.is_region then 'region'
        else 'country'
    end as how,
    found.is_working,
    found.guest_notes,
    found.is_whole,
    found.is_part,
    found.parts,
    cast(coalesce(counted.activities, 0) as bigint) as activities,
    cast(coalesce(counted.activities_whole, 0) as bigint) as activities_whole,
    cast(coalesce(counted.activities_part, 0) as bigint) as activities_part,
    concat_ws(
        ' ', found.activity_evidence, case when found.is_counted then 'partnerships:' || found.partnership_id end,
        found.programme_evidence
    ) as evidence
from found
inner join places as area on area.place_id = found.area_id
inner join partnerships as partnership on partnership.partnership_id = found.partnership_id
left join counted on counted.area_id = found.area_id and counted.partnership_id = found.partnership_id
order by found.area_level, found.area_id, partnership.position, found.partnership_id
