-- grain: one row per indicator (not those told in words only), with its unit and how it may be added up
-- parameters: $lang
select
    indicator.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    indicator.partnership_id,
    coalesce(case $lang when 'es' then unit.name_es else unit.name_en end, indicator.unit) as unit_name,
    indicator.aggregation,
    indicator.indicator_id in (select indicator_id from observations where disclosure = 'open' and kind = 'target') as has_target
from indicators as indicator
left join code_lists as unit on unit.list = 'unit' and unit.code = indicator.unit
where
    indicator.indicator_id in (select indicator_id from observations where disclosure = 'open')
    or indicator.indicator_id not in (select indicator_id from observations)
order by indicator.indicator_id
