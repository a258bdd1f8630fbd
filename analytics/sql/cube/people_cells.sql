-- grain: one row per cell and, of people who took part in several cells, person; all others of a cell are one row without a person
select
    cell.unit, cell.place_set, cell.party_set, cell.from_month, cell.to_month, cell.place_id, cell.sex, cell.age_group,
    cell.population_group, cell.month, case when often.person is not null then cell.person end as person, count(*) as people,
    cast(sum(cell.records) as bigint) as records, min(cell.first_on) as first_on, max(cell.last_on) as last_on,
    coalesce(place.country_code, cell.place_id) as country_id,
    case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end
        as department_id,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id
from people_at as cell
left join (select person from people_at group by person having count(*) > 1) as often on often.person = cell.person
left join places as place on place.place_id = cell.place_id
group by
    cell.unit, cell.place_set, cell.party_set, cell.from_month, cell.to_month, cell.place_id, cell.sex, cell.age_group,
    cell.population_group, cell.month, case when often.person is not null then cell.person end, place.country_code, place.level,
    place.place_id, place.parent_id
order by all
