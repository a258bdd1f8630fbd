-- uses: place_lines
-- Every place with each area that it lies in or is: its country and its first-level division.
select area.*
from (
    select
        place_id, unnest([country_id, department_id]) as area_id, level, municipality_id, department_id is not null as is_in_division
    from place_lines
) as area
where area.area_id is not null
