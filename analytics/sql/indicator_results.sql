-- grain: one row per indicator, period and group: baseline, target, value, share of the way and of the time, status
-- left out: indicators told in words only
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by and $also (a period, groups; none = all together)
-- uses: indicator_standings, indicators_named, group_names
select
    stand.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    indicator.partnership_id,
    case $lang when 'es' then indicator.partnership_name_es else indicator.partnership_name_en end as partnership_name,
    indicator.programme_id,
    case $lang when 'es' then indicator.programme_name_es else indicator.programme_name_en end as programme_name,
    stand.bucket,
    stand.key,
    case $lang when 'es' then named.name_es else named.name_en end as key_name,
    indicator.unit,
    case $lang when 'es' then indicator.unit_name_es else indicator.unit_name_en end as unit_name,
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
    indicator.evidence
from indicator_standings as stand
inner join indicators_named as indicator on indicator.indicator_id = stand.indicator_id
left join group_names as named on named.axis = $by and named.code = stand.key
where
    (stand.actual_rows is not null or stand.target_rows is not null or stand.published_rows is not null)
    and (len($indicators) = 0 or list_contains($indicators, stand.indicator_id))
order by
    indicator.partnership_position, indicator.line, stand.indicator_id, stand.bucket nulls last, stand.key nulls last, stand.also_key nulls last
