-- grain: one row per indicator, and per group where it is told by more than its sides: its value on both, and the difference
-- the sides are two buckets of time, two groups, or (where $sides is all) all there is, which then is the first
-- difference is empty where one of them has no value; a value is empty where the rule of the indicator forbids a total
-- parameters: the selection, $lang, $indicators (empty = all), $over, $by, $also, $sides (bucket, key or all), $first and $second
-- uses: indicator_standings, indicators_named, group_names
with named as (
    select
        stand.indicator_id,
        -- what a document states as a total is the value where the rows have none
        case when stand.actual is null and (stand.published is not null or stand.actual_rows is null) then 'published_total' else 'actual' end
            as value_kind,
        coalesce(stand.actual, stand.published) as value,
        case value_kind when 'actual' then stand.actual_rows else stand.published_rows end as rows_counted,
        case value_kind when 'actual' then stand.actual_reason else stand.published_reason end as reason,
        case value_kind when 'actual' then stand.actual_qualifier else stand.published_qualifier end as qualifier,
        stand.target,
        stand.achieved_share,
        stand.actual_to_on as to_on,
        case $sides
            when 'bucket' then coalesce(stand.bucket, 'not stated')
            when 'key' then coalesce(stand.key, 'not stated')
            else $first
        end as side,
        case $sides when 'key' then '' else stand.key end as key,
        stand.also_key
    from indicator_standings as stand
    where stand.actual_rows is not null or stand.target_rows is not null or stand.published_rows is not null
),

one as (select * from named where side = $first),

two as (select * from named where side = $second),

both_sides as (
    select
        coalesce(one.indicator_id, two.indicator_id) as indicator_id,
        coalesce(one.key, two.key) as key,
        coalesce(one.also_key, two.also_key) as also_key,
        one.value as first_value,
        one.qualifier as first_qualifier,
        one.rows_counted as first_rows,
        one.reason as first_reason,
        one.value_kind as first_kind,
        one.to_on as first_to_on,
        one.target as first_target,
        one.achieved_share as first_share,
        two.value as second_value,
        two.qualifier as second_qualifier,
        two.rows_counted as second_rows,
        two.reason as second_reason,
        two.value_kind as second_kind,
        two.to_on as second_to_on,
        two.target as second_target,
        two.achieved_share as second_share
    from one
    full join two
        on two.indicator_id = one.indicator_id
        and two.key is not distinct from one.key
        and two.also_key is not distinct from one.also_key
)

select
    told.indicator_id,
    case $lang when 'es' then indicator.name_es else indicator.name_en end as indicator_name,
    told.key,
    case $lang when 'es' then group_name.name_es else group_name.name_en end as key_name,
    told.also_key,
    case $lang when 'es' then also_name.name_es else also_name.name_en end as also_name,
    case $lang when 'es' then indicator.unit_name_es else indicator.unit_name_en end as unit_name,
    indicator.unit,
    indicator.measure,
    indicator.direction,
    indicator.aggregation,
    coalesce(indicator.is_cumulative, false) as is_cumulative,
    told.first_value,
    told.first_qualifier,
    told.first_rows,
    told.first_reason,
    told.first_kind,
    told.first_to_on,
    told.first_target,
    told.first_share,
    told.second_value,
    told.second_qualifier,
    told.second_rows,
    told.second_reason,
    told.second_kind,
    told.second_to_on,
    told.second_target,
    told.second_share,
    told.second_value - told.first_value as difference,
    case when told.first_value > 0 and coalesce(indicator.measure, 'count') in ('count', 'amount')
        then (told.second_value - told.first_value) / told.first_value end as change_share,
    indicator.evidence
from both_sides as told
inner join indicators_named as indicator on indicator.indicator_id = told.indicator_id
left join group_names as group_name on $sides <> 'key' and group_name.axis = $by and group_name.code = told.key
left join group_names as also_name on also_name.axis = $also and also_name.code = told.also_key
where len($indicators) = 0 or list_contains($indicators, told.indicator_id)
order by
    indicator.partnership_position, indicator.line, told.indicator_id, told.key nulls last, told.also_key nulls last
