-- grain: one row per indicator of which the selection holds a value or a target: what it is, how it is measured and totalled, where it comes from
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by and $also (always none: all together)
-- uses: indicator_cells
select
    indicator.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    case $lang when 'es' then indicator.definition_es else indicator.definition_en end as definition,
    case $lang when 'es' then unit.name_es else unit.name_en end as unit_name,
    case $lang when 'es' then measure.name_es else measure.name_en end as measure_name,
    case $lang when 'es' then direction.name_es else direction.name_en end as direction_name,
    case $lang when 'es' then rule.name_es else rule.name_en end as rule_name,
    indicator.is_cumulative,
    indicator.counted_from,
    case $lang when 'es' then indicator.verification_es else indicator.verification_en end as verification,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    indicator.section,
    indicator.line,
    indicator.provenance,
    'indicators:' || indicator.indicator_id as evidence
from indicators as indicator
inner join partnerships as partnership on partnership.partnership_id = indicator.partnership_id
inner join sources as source on source.source_id = indicator.source_id
left join programmes as programme on programme.programme_id = indicator.programme_id
left join code_lists as unit on unit.list = 'unit' and unit.code = indicator.unit
left join code_lists as measure on measure.list = 'indicator_measure' and measure.code = indicator.measure
left join code_lists as direction on direction.list = 'indicator_direction' and direction.code = indicator.direction
left join code_lists as rule on rule.list = 'aggregation' and rule.code = indicator.aggregation
where
    indicator.indicator_id in (select indicator_id from indicator_cells where kind <> 'baseline')
    and (len($indicators) = 0 or list_contains($indicators, indicator.indicator_id))
order by partnership.position, indicator.line, indicator.indicator_id
