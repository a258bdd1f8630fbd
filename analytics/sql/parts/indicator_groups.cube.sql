-- uses: value_groups, counted_groups, contributed_atoms
select * from value_groups
union all
select
    indicator_id, 'actual', bucket, key, also_key, aggregation, measure, is_cumulative, true, atoms, atoms, first_on, last_on, added,
    added, null, null, things, atoms, null, null, null, null, 0
from counted_groups
union all
select
    paid.indicator_id, 'actual', paid.bucket, paid.key, paid.also_key, paid.aggregation, paid.measure, paid.is_cumulative, true,
    count(*), count(*), min(paid.start_on), max(paid.end_on), sum(paid.amount), sum(paid.amount), min(paid.amount),
    max(paid.amount), count(distinct paid.contribution_id), count(*), null, null, null, null,
    max(case paid.qualifier when 'over' then 2 when 'about' then 1 else 0 end)
from (
    select
        atom.*,
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
) as paid
where paid.bucket is not null or (paid.start_on is null and paid.end_on is null)
group by paid.indicator_id, paid.bucket, paid.key, paid.also_key, paid.aggregation, paid.measure, paid.is_cumulative
