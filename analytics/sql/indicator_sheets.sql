-- grain: one row per indicator of which the selection holds a value or a target: what it is, how it is measured and totalled, where it comes from
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by and $also (always none: all together)
-- uses: indicator_cells, indicators_named
select
    indicator.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    case $lang when 'es' then indicator.partnership_name_es else indicator.partnership_name_en end as partnership_name,
    case $lang when 'es' then indicator.programme_name_es else indicator.programme_name_en end as programme_name,
    case $lang when 'es' then indicator.definition_es else indicator.definition_en end as definition,
    case $lang when 'es' then indicator.unit_name_es else indicator.unit_name_en end as unit_name,
    case $lang when 'es' then indicator.measure_name_es else indicator.measure_name_en end as measure_name,
    case $lang when 'es' then indicator.direction_name_es else indicator.direction_name_en end as direction_name,
    case $lang when 'es' then indicator.rule_name_es else indicator.rule_name_en end as rule_name,
    indicator.is_cumulative,
    indicator.counted_from,
    case $lang when 'es' then indicator.verification_es else indicator.verification_en end as verification,
    case $lang when 'es' then indicator.source_title_es else indicator.source_title_en end as source_title,
    indicator.section,
    indicator.line,
    indicator.provenance,
    indicator.evidence
from indicators_named as indicator
where
    indicator.indicator_id in (select indicator_id from indicator_cells where kind <> 'baseline')
    and (len($indicators) = 0 or list_contains($indicators, indicator.indicator_id))
order by indicator.partnership_position, indicator.line, indicator.indicator_id
