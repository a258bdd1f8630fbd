-- grain: one row per indicator: its value in two periods or two groups, and the difference of the second from the first
-- difference is empty where one of them has no value; a value is empty where the rule of the indicator forbids a total
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by, $also, $first and $second (codes of $over or $by)
-- uses: indicator_standings
with named as (
    select
        stand.indicator_id, coalesce(stand.actual, stand.published) as value, coalesce(stand.actual_rows, stand.published_rows) as rows_counted,
        coalesce(stand.actual_reason, stand.published_reason) as reason,
        case when stand.actual is not null then stand.actual_qualifier else stand.published_qualifier end as qualifier,
        case when stand.actual_rows is not null then 'actual' else 'published_total' end as value_kind, stand.target, stand.status, stand.achieved_share,
        case when $over <> 'none' then stand.bucket else stand.key end as side
    from indicator_standings as stand
),

one as (select * from named where side = $first),

two as (select * from named where side = $second)

select
    indicator.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    case $lang when 'es' then unit.name_es else unit.name_en end as unit_name,
    indicator.unit,
    indicator.measure,
    indicator.direction,
    one.value as first_value,
    one.qualifier as first_qualifier,
    one.rows_counted as first_rows,
    one.reason as first_reason,
    one.value_kind as first_kind,
    one.target as first_target,
    one.achieved_share as first_share,
    two.value as second_value,
    two.qualifier as second_qualifier,
    two.rows_counted as second_rows,
    two.reason as second_reason,
    two.value_kind as second_kind,
    two.target as second_target,
    two.achieved_share as second_share,
    two.value - one.value as difference,
    case when one.value > 0 and coalesce(indicator.measure, 'count') in ('count', 'amount')
        then (two.value - one.value) / one.value end as change_share,
    'indicators:' || indicator.indicator_id as evidence
from indicators as indicator
inner join partnerships as partnership on partnership.partnership_id = indicator.partnership_id
left join code_lists as unit on unit.list = 'unit' and unit.code = indicator.unit
left join one on one.indicator_id = indicator.indicator_id
left join two on two.indicator_id = indicator.indicator_id
where
    (one.indicator_id is not null or two.indicator_id is not null)
    and (len($indicators) = 0 or list_contains($indicators, indicator.indicator_id))
order by partnership.position, indicator.line, indicator.indicator_id
