-- grain: one row per country that an organisation is of, and place ($level, or coarser) of a programme or activity of it: what
--     flows from there to here
--     $roles: the roles in which the organisation stands in the programme or activity, such as funder; an organisation whose
--     country is not stated, and what has no place, have no row. from_lat and from_lon are a point inside the country.
--     works: programmes and activities, each once; one of organisations of several countries is in several rows
--     to_works: those that reach the place from anywhere, each once
-- parameters: the selection, $roles, $level, $lang
-- uses: chosen_places, chosen_activities, chosen_programmes, place_lines
with work as (
    select
        'activity:' || activity.activity_id as work_id,
        activity.partnership_id,
        role.organisation_id,
        role.role,
        here.place_id
    from activities as activity
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    inner join activity_organisations as role on role.activity_id = activity.activity_id
    inner join activity_places as here on here.activity_id = activity.activity_id
    where activity.disclosure = 'open'
    union all
    select
        'programme:' || programme.programme_id,
        programme.partnership_id,
        role.organisation_id,
        role.role,
        here.place_id
    from programmes as programme
    inner join chosen_programmes as chosen on chosen.programme_id = programme.programme_id
    inner join programme_organisations as role on role.programme_id = programme.programme_id
    inner join programme_places as here on here.programme_id = programme.programme_id and here.presence = 'works'
),

pairs as (
    select distinct
        work.work_id,
        work.partnership_id,
        organisation.organisation_id,
        organisation.country_code as from_id,
        case
            when $level = 'country' then coalesce(line.country_id, work.place_id)
            when $level = 'department' then coalesce(line.department_id, work.place_id)
            else work.place_id
        end as to_id
    from work
    inner join organisations as organisation on organisation.organisation_id = work.organisation_id
    left join place_lines as line on line.place_id = work.place_id
    where
        list_contains($roles, work.role)
        and organisation.is_named
        and organisation.country_code is not null
        and (len($places) = 0 or work.place_id in (select place_id from chosen_places))
),

reached as (
    select
        to_id,
        count(distinct work_id) as to_works
    from pairs
    group by to_id
)

select
    pairs.from_id,
    coalesce(case $lang when 'es' then seat.name_es else seat.name_en end, pairs.from_id) as from_name,
    seat.lat as from_lat,
    seat.lon as from_lon,
    place.place_id as to_id,
    case $lang when 'es' then place.name_es else place.name_en end as to_name,
    place.level as to_level,
    place.lat as to_lat,
    place.lon as to_lon,
    count(distinct pairs.work_id) as works,
    count(distinct pairs.organisation_id) as organisations,
    reached.to_works,
    string_agg(distinct 'partnerships:' || pairs.partnership_id, ' ' order by 'partnerships:' || pairs.partnership_id) as evidence
from pairs
inner join reached on reached.to_id = pairs.to_id
left join places as seat on seat.place_id = pairs.from_id and seat.level = 'country'
inner join places as place on place.place_id = pairs.to_id
where place.level <> 'named_region'
group by
    pairs.from_id, seat.name_en, seat.name_es, seat.lat, seat.lon, place.place_id, place.name_en, place.name_es, place.level,
    place.lat, place.lon, reached.to_works
order by works desc, pairs.from_id, place.place_id
