-- grain: one row per country that an organisation is of, and place ($level, or coarser) of a programme or activity of it: what
--     flows from there to here
--     $roles: the roles in which the organisation stands in the programme or activity, such as funder; an organisation whose
--     country is not stated, and what has no place, have no row. from_lat and from_lon are a point inside the country.
--     works: programmes and activities, each once; one of organisations of several countries is in several rows
--     to_works: those that reach the place from anywhere, each once
-- parameters: the selection, $roles, $level, $lang
-- uses: chosen_places, chosen_programmes, counted_work, set_places, set_parties, place_lines
-- cells: place, party
with work as (
    select
        'activity:' || place_set as place_key, 'activity:' || party_set as party_key, partnership_id,
        sum(activities) as works
    from counted_work
    group by place_set, party_set, partnership_id
    union all
    select 'programme:' || programme_id, 'programme:' || programme_id, partnership_id, 1
    from chosen_programmes
),

-- What each names, by its set of places and its set of organisations.
ends as (
    select distinct
        named.place_key,
        case
            when $level = 'country' then coalesce(line.country_id, named.place_id)
            when $level = 'department' then coalesce(line.department_id, named.place_id)
            else named.place_id
        end as to_id
    from (
        select 'activity:' || place_set as place_key, place_id from set_places
        union all
        select 'programme:' || programme_id, place_id from programme_places where presence = 'works'
    ) as named
    left join place_lines as line on line.place_id = named.place_id
    where (len($places) = 0 or named.place_id in (select place_id from chosen_places))
),

begins as (
    select distinct named.party_key, organisation.organisation_id, organisation.country_code as from_id
    from (
        select 'activity:' || party_set as party_key, organisation_id, role from set_parties
        union all
        select 'programme:' || programme_id, organisation_id, role from programme_organisations
    ) as named
    inner join organisations as organisation on organisation.organisation_id = named.organisation_id
    where list_contains($roles, named.role) and organisation.is_named and organisation.country_code is not null
),

pairs as (
    select
        begins.from_id, ends.to_id, cast(sum(work.works) as bigint) as works,
        string_agg(distinct 'partnerships:' || work.partnership_id, ' ' order by 'partnerships:' || work.partnership_id) as evidence
    from work
    inner join ends on ends.place_key = work.place_key
    inner join (select distinct party_key, from_id from begins) as begins on begins.party_key = work.party_key
    group by begins.from_id, ends.to_id
),

parties as (
    select begins.from_id, ends.to_id, count(distinct begins.organisation_id) as organisations
    from work
    inner join ends on ends.place_key = work.place_key
    inner join begins on begins.party_key = work.party_key
    group by begins.from_id, ends.to_id
),

reached as (
    select ends.to_id, cast(sum(work.works) as bigint) as to_works
    from work
    inner join ends on ends.place_key = work.place_key
    where work.party_key in (select party_key from begins)
    group by ends.to_id
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
    pairs.works,
    parties.organisations,
    reached.to_works,
    pairs.evidence
from pairs
inner join parties on parties.from_id = pairs.from_id and parties.to_id = pairs.to_id
inner join reached on reached.to_id = pairs.to_id
left join places as seat on seat.place_id = pairs.from_id and seat.level = 'country'
inner join places as place on place.place_id = pairs.to_id
where place.level <> 'named_region'
order by pairs.works desc, pairs.from_id, place.place_id
