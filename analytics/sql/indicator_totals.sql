-- grain: one row per indicator, kind of value (baseline, target, actual, published_total), time and pair of groups
-- value is empty where the rule of the indicator forbids a total; reason says why
-- parameters: the selection, $lang, $indicators (empty = all), $over (none, year, quarter, month), $by and $also (none, country,
--     department, municipality, component, programme, partnership, sex, age_group, population_group, breakdown)
-- uses: indicator_cells
select
    cell.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    cell.kind as value_kind,
    cell.bucket,
    cell.key,
    case $lang when 'es' then coalesce(place.name_es, component.name_es, programme.short_name_es, partnership.short_name_es, word.name_es)
        else coalesce(place.name_en, component.name_en, programme.short_name_en, partnership.short_name_en, word.name_en)
    end as key_name,
    cell.also_key,
    case $lang when 'es' then coalesce(also_place.name_es, also_component.name_es, also_programme.short_name_es, also_word.name_es)
        else coalesce(also_place.name_en, also_component.name_en, also_programme.short_name_en, also_word.name_en)
    end as also_name,
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
    'indicators:' || cell.indicator_id as evidence
from indicator_cells as cell
inner join indicators as indicator on indicator.indicator_id = cell.indicator_id
inner join partnerships as owner on owner.partnership_id = indicator.partnership_id
left join places as place on $by in ('country', 'department', 'municipality') and place.place_id = cell.key
left join components as component on $by = 'component' and component.component_id = cell.key
left join programmes as programme on $by = 'programme' and programme.programme_id = cell.key
left join partnerships as partnership on $by = 'partnership' and partnership.partnership_id = cell.key
left join code_lists as word on word.list = $by and word.code = cell.key
left join places as also_place on $also in ('country', 'department', 'municipality') and also_place.place_id = cell.also_key
left join components as also_component on $also = 'component' and also_component.component_id = cell.also_key
left join programmes as also_programme on $also = 'programme' and also_programme.programme_id = cell.also_key
left join code_lists as also_word on also_word.list = $also and also_word.code = cell.also_key
where len($indicators) = 0 or list_contains($indicators, cell.indicator_id)
order by
    owner.position, indicator.line, cell.indicator_id, cell.kind, cell.bucket nulls last, cell.key nulls last,
    cell.also_key nulls last
