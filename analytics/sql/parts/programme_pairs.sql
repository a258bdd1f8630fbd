-- The pairs of programmes that share a place (see programme_overlap), with what they share and when both ran.
with present as (
    select distinct
        here.programme_id,
        place.country_code,
        case
            when place.level = 'department' then place.place_id
            when parent.level = 'department' then parent.place_id
        end as department_id
    from programme_places as here
    inner join places as place on place.place_id = here.place_id
    left join places as parent on parent.place_id = place.parent_id
),
pairs as (
    select
        first.programme_id as first_id,
        second.programme_id as second_id,
        string_agg(distinct first.country_code, ' ' order by first.country_code) as country_codes,
        string_agg(
            distinct case when first.department_id = second.department_id then first.department_id end, ' '
            order by case when first.department_id = second.department_id then first.department_id end
        ) as department_ids,
        count(distinct case when first.department_id = second.department_id then first.department_id end) as departments
    from present as first
    inner join present as second on second.country_code = first.country_code
    inner join programmes as a on a.programme_id = first.programme_id
    inner join programmes as b on b.programme_id = second.programme_id
    where a.position < b.position or (a.position = b.position and a.programme_id < b.programme_id)
    group by first.programme_id, second.programme_id
),
dated as (
    select
        pairs.*,
        greatest(first.start_on, second.start_on) as from_on,
        least(coalesce(first.end_on, second.end_on), coalesce(second.end_on, first.end_on)) as to_on,
        first.end_on is null or second.end_on is null as is_up_to,
        first.start_on is not null and second.start_on is not null
        and (first.end_on is not null or second.end_on is not null) as is_computable
    from pairs
    inner join programmes as first on first.programme_id = pairs.first_id
    inner join programmes as second on second.programme_id = pairs.second_id
)
select
    dated.first_id as first_programme_id,
    first.short_name_en as first_programme_name_en,
    first.short_name_es as first_programme_name_es,
    first.position as first_position,
    dated.second_id as second_programme_id,
    second.short_name_en as second_programme_name_en,
    second.short_name_es as second_programme_name_es,
    second.position as second_position,
    dated.country_codes,
    (
        select string_agg(place.name_en, ' · ' order by place.name_en, place.place_id)
        from places as place where list_contains(string_split(dated.country_codes, ' '), place.place_id)
    ) as shared_country_names_en,
    (
        select string_agg(place.name_es, ' · ' order by place.name_en, place.place_id)
        from places as place where list_contains(string_split(dated.country_codes, ' '), place.place_id)
    ) as shared_country_names_es,
    dated.departments as shared_departments,
    dated.department_ids as shared_department_ids,
    (
        select string_agg(place.name_en, ' · ' order by place.name_en, place.place_id)
        from places as place where list_contains(string_split(dated.department_ids, ' '), place.place_id)
    ) as shared_department_names_en,
    (
        select string_agg(place.name_es, ' · ' order by place.name_en, place.place_id)
        from places as place where list_contains(string_split(dated.department_ids, ' '), place.place_id)
    ) as shared_department_names_es,
    first.partnership_id as first_partnership_id,
    second.partnership_id as second_partnership_id,
    first.start_on as first_start_on,
    first.end_on as first_end_on,
    second.start_on as second_start_on,
    second.end_on as second_end_on,
    case when dated.is_computable and dated.from_on <= dated.to_on then dated.from_on end as overlap_from_on,
    case when dated.is_computable and dated.from_on <= dated.to_on then dated.to_on end as overlap_to_on,
    case
        when dated.is_computable and dated.from_on <= dated.to_on
            then (year(dated.to_on) - year(dated.from_on)) * 12 + month(dated.to_on) - month(dated.from_on) + 1
        when dated.is_computable then 0
    end as overlap_months,
    dated.is_up_to,
    'programmes:' || dated.first_id || ' programmes:' || dated.second_id as evidence
from dated
inner join programmes as first on first.programme_id = dated.first_id
inner join programmes as second on second.programme_id = dated.second_id
