-- uses: chosen_people_cells, asked_ways
-- People who took part, as totals count them: each once in a group, time and indicator. step: as in counted_groups.
select
    person.ask_no, person.indicator_id, person.aggregation, person.measure, person.is_cumulative, person.step, person.key, person.also_key,
    min(person.first_on) as first_on, max(person.last_on) as last_on, sum(person.records) as atoms, cast(null as double) as added,
    coalesce(sum(person.people) filter (where person.person is null), 0) + count(distinct person.person) as things
from (
    select
        asked.ask_no, cell.*,
        case $over when 'none' then 0 when 'year' then cell.month // 12 when 'quarter' then cell.month // 3 else cell.month end
            as step,
        case $by
            when 'none' then '' when 'country' then cell.country_id when 'department' then cell.department_id
            when 'municipality' then cell.municipality_id when 'component' then cell.component_id
            when 'programme' then cell.programme_id when 'partnership' then cell.partnership_id
            when 'sex' then cell.sex when 'age_group' then cell.age_group when 'population_group' then cell.population_group
        end as key,
        case $also
            when 'none' then '' when 'country' then cell.country_id when 'department' then cell.department_id
            when 'municipality' then cell.municipality_id when 'component' then cell.component_id
            when 'programme' then cell.programme_id when 'partnership' then cell.partnership_id
            when 'sex' then cell.sex when 'age_group' then cell.age_group when 'population_group' then cell.population_group
        end as also_key
    from chosen_people_cells as cell
    cross join asked_ways as asked
) as person
group by
    person.ask_no, person.indicator_id, person.aggregation, person.measure, person.is_cumulative, person.step, person.key, person.also_key
