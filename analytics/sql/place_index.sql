-- grain: one row per place that can be looked up, with what is recorded exactly there
-- parameters: $lang
select
    place.place_id,
    place.level,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    place.parent_id,
    place.country_code,
    place.divipola_code,
    place.iso_3166_2,
    place.p_code,
    place.merged_into,
    place.lat,
    place.lon,
    coalesce(other.names, '') as other_names,
    coalesce(here.programmes, 0) as programmes_here,
    coalesce(listed.issues, 0) as issues_listed
from places as place
left join places as parent on parent.place_id = place.parent_id
left join (
    select place_id, string_agg(name, ' · ' order by name) as names from place_names group by place_id
) as other on other.place_id = place.place_id
left join (
    select place_id, count(distinct programme_id) as programmes from programme_places group by place_id
) as here on here.place_id = place.place_id
left join (
    select place_id, count(*) as issues from issues
    where relation = 'listed' and disclosure = 'open' group by place_id
) as listed on listed.place_id = place.place_id
order by place.place_id
