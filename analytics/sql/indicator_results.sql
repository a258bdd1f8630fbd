-- grain: one row per indicator, period and group: baseline, target, value, share of the way and of the time, status
-- left out: indicators told in words only
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by and $also (a period, groups; none = all together)
-- uses: indicator_standings
select
    stand.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    indicator.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    indicator.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    stand.bucket,
    stand.key,
    case $lang when 'es' then coalesce(place.name_es, component.name_es, group_programme.short_name_es, word.name_es)
        else coalesce(place.name_en, component.name_en, group_programme.short_name_en, word.name_en)
    end as key_name,
    indicator.unit,
    case $lang when 'es' then unit.name_es else unit.name_en end as unit_name,
    stand.measure,
    stand.direction,
    stand.aggregation,
    coalesce(indicator.is_cumulative, false) as is_cumulative,
    stand.baseline,
    stand.target,
    stand.target_reason,
    stand.target_from_on,
    stand.target_to_on,
    stand.target_rows,
    stand.actual,
    stand.total,
    stand.actual_reason,
    stand.actual_rows,
    stand.actual_qualifier,
    stand.actual_from_on,
    stand.actual_to_on,
    stand.numerator,
    stand.denominator,
    stand.published,
    stand.published_reason,
    stand.published_rows,
    stand.published_qualifier,
    stand.achieved_share,
    stand.elapsed_share,
    stand.pace_share,
    stand.status,
    stand.as_of,
    'indicators:' || stand.indicator_id as evidence
from indicator_standings as stand
inner join indicators as indicator on indicator.indicator_id = stand.indicator_id
inner join partnerships as partnership on partnership.partnership_id = indicator.partnership_id
left join programmes as programme on programme.programme_id = indicator.programme_id
left join code_lists as unit on unit.list = 'unit' and unit.code = indicator.unit
left join places as place on $by in ('country', 'department', 'municipality') and place.place_id = stand.key
left join components as component on $by = 'component' and component.component_id = stand.key
left join programmes as group_programme on $by = 'programme' and group_programme.programme_id = stand.key
left join code_lists as word on word.list = $by and word.code = stand.key
where
    (stand.actual_rows is not null or stand.target_rows is not null or stand.published_rows is not null)
    and (len($indicators) = 0 or list_contains($indicators, stand.indicator_id))
order by
    partnership.position, indicator.line, stand.indicator_id, stand.bucket nulls last, stand.key nulls last, stand.also_key nulls last
