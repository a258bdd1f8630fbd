-- grain: one row per indicator and period (year, quarter or month): value and target of the period, and what had come together by then
-- so_far is empty where values of periods must not be added (distinct people, means, last values)
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by, $also
-- uses: indicator_standings, indicators_named
select
    stand.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    stand.bucket,
    stand.key,
    stand.actual,
    stand.actual_rows,
    stand.actual_reason,
    stand.target,
    stand.target_rows,
    case when stand.target <> 0 and stand.measure in ('count', 'amount') and coalesce(stand.direction, 'ascending') = 'ascending'
        then stand.actual / stand.target end as target_share,
    case when stand.aggregation = 'sum' and not coalesce(indicator.is_cumulative, false) then
        sum(stand.actual) over (partition by stand.indicator_id, stand.key, stand.also_key order by stand.bucket rows between unbounded preceding and current row)
    end as so_far,
    case when stand.aggregation = 'sum' and not coalesce(indicator.is_cumulative, false) then
        sum(stand.target) over (partition by stand.indicator_id, stand.key, stand.also_key order by stand.bucket rows between unbounded preceding and current row)
    end as target_so_far,
    stand.actual_from_on,
    stand.actual_to_on,
    indicator.evidence
from indicator_standings as stand
inner join indicators_named as indicator on indicator.indicator_id = stand.indicator_id
where
    (stand.actual_rows is not null or stand.target_rows is not null)
    and (len($indicators) = 0 or list_contains($indicators, stand.indicator_id))
order by indicator.partnership_position, indicator.line, stand.indicator_id, stand.bucket nulls last, stand.key nulls last, stand.also_key nulls last
