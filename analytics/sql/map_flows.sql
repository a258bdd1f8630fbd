-- grain: one row per country that an organisation is of, and place of an activity of it: what flows from there to here
--     $roles: the roles in which the organisation stands in the activity, such as funder; an organisation whose country is not
--     stated, and an activity without a place, have no row. from_lat and from_lon are a point inside the country.
-- parameters: the selection, $roles, $lang
-- uses: chosen_places, chosen_activities
select
    seat.place_id as from_id,
    case $lang when 'es' then seat.name_es else seat.name_en end as from_name,
    seat.lat as from_lat,
    seat.lon as from_lon,
    place.place_id as to_id,
    case $lang when 'es' then place.name_es else place.name_en end as to_name,
    place.level as to_level,
    place.lat as to_lat,
    place.lon as to_lon,
    count(distinct activity.activity_id) as activities,
    count(distinct organisation.organisation_id) as organisations,
    string_agg(distinct 'partnerships:' || activity.partnership_id, ' ' order by 'partnerships:' || activity.partnership_id) as evidence
from activities as activity
inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
inner join activity_organisations as role on role.activity_id = activity.activity_id and list_contains($roles, role.role)
inner join organisations as organisation on organisation.organisation_id = role.organisation_id
inner join places as seat on seat.place_id = organisation.country_code and seat.level = 'country'
inner join activity_places as here on here.activity_id = activity.activity_id
inner join places as place on place.place_id = here.place_id
where
    activity.disclosure = 'open'
    and organisation.is_named
    and place.level <> 'named_region'
    and (len($places) = 0 or place.place_id in (select place_id from chosen_places))
group by
    seat.place_id, seat.name_en, seat.name_es, seat.lat, seat.lon, place.place_id, place.name_en, place.name_es, place.level,
    place.lat, place.lon
order by activities desc, from_id, to_id
