-- grain: one row per indicator, kind of value (baseline, target, actual, published_total), time and pair of groups
-- value is empty where the rule of the indicator forbids a total; reason says why
-- parameters: the selection, $lang, $indicators (empty = all), $over (none, year, quarter, month), $by and $also (none, country,
--     department, municipality, component, programme, partnership, sex, age_group, population_group, breakdown)
-- uses: indicator_cells, indicators_named, group_names
select
    cell.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    cell.kind as value_kind,
    cell.bucket,
    cell.key,
    case $lang when 'es' then named.name_es else named.name_en end as key_name,
    cell.also_key,
    case $lang when 'es' then also_named.name_es else also_named.name_en end as also_name,
    cell.value,
    cell.numerator,
    cell.denominator,
    cell.qualifier,
    cell.reason,
    cell.atoms as rows_counted,
    cell.series,
    cell.first_on,
    cell.last_on,
    cell.aggregation,
    cell.measure,
    indicator.unit,
    indicator.evidence
from indicator_cells as cell
inner join indicators_named as indicator on indicator.indicator_id = cell.indicator_id
left join group_names as named on named.axis = $by and named.code = cell.key
left join group_names as also_named on also_named.axis = $also and also_named.code = cell.also_key
where len($indicators) = 0 or list_contains($indicators, cell.indicator_id)
order by
    indicator.partnership_position, indicator.line, cell.indicator_id, cell.kind, cell.bucket nulls last, cell.key nulls last,
    cell.also_key nulls last
