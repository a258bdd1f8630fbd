-- uses: contributed_atoms, asked_ways
-- What amounts of money give to totals, in the columns of indicator_groups.
select
    paid.ask_no, paid.indicator_id, 'actual' as kind, paid.bucket, paid.key, paid.also_key, paid.aggregation, paid.measure, paid.is_cumulative,
    true as is_counted, count(*) as atoms, count(*) as series, min(paid.start_on) as first_on, max(paid.end_on) as last_on,
    sum(paid.amount) as added, sum(paid.amount) as added_latest, min(paid.amount) as least_latest,
    max(paid.amount) as most_latest, count(distinct paid.contribution_id) as things, count(*) as without_weight,
    cast(null as double) as numerators, cast(null as double) as denominators, cast(null as double) as last_numerators,
    cast(null as double) as last_denominators,
    max(case paid.qualifier when 'over' then 2 when 'about' then 1 else 0 end) as looseness
from (
    select
        asked.ask_no, atom.*,
        case $over when 'none' then '' when 'year' then atom.year when 'quarter' then atom.quarter when 'month' then atom.month end
            as bucket,
        case $by
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id
            when 'programme' then atom.programme_id when 'partnership' then atom.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id
            when 'programme' then atom.programme_id when 'partnership' then atom.partnership_id
        end as also_key
    from contributed_atoms as atom
    cross join asked_ways as asked
) as paid
where paid.bucket is not null or (paid.start_on is null and paid.end_on is null)
group by paid.ask_no, paid.indicator_id, paid.bucket, paid.key, paid.also_key, paid.aggregation, paid.measure, paid.is_cumulative
