-- grain: one row per place of $level (a city counts as a municipality) of $country, or of every country where it is empty
-- parameters: $level, $country, $lang
select
    place.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    place.parent_id,
    case $lang when 'es' then parent.name_es else parent.name_en end as parent_name,
    place.country_code,
    place.lat,
    place.lon
from places as place
left join places as parent on parent.place_id = place.parent_id
where
    (place.level = $level or (place.level = 'city' and $level = 'municipality'))
    and ($country = '' or place.country_code = $country)
order by place.place_id
