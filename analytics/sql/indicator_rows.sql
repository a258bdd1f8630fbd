-- grain: one row per observation or record that a total of an indicator may count; counts says whether it does
-- parameters: the selection, $lang, $indicators, $value_kind, $over, $by, $also, $bucket, $key, $also_key, $skip, $most, $first_on, $last_on
-- the cell is $bucket, $key and $also_key (empty = all of them; 'not stated' = those without); of its rows $most after $skip come
-- $indicators: empty = all; $first_on, $last_on: the days between which these rows begin, where that is known (see
--     months_of_indicators)
-- cells: facts
-- uses: indicator_kept
with page as materialized (
    select kept.*
    from indicator_kept as kept
    where
        kept.kind = $value_kind
        and (len($indicators) = 0 or list_contains($indicators, kept.indicator_id))
        and (cast($first_on as date) is null or kept.start_on >= cast($first_on as date))
        and (cast($last_on as date) is null or kept.start_on <= cast($last_on as date))
        and ($bucket = '' or coalesce(kept.bucket, 'not stated') = $bucket)
        and ($key = '' or coalesce(kept.key, 'not stated') = $key)
        and ($also_key = '' or coalesce(kept.also_key, 'not stated') = $also_key)
    order by
        kept.start_on nulls last, kept.end_on nulls last, kept.place_id nulls last, kept.cited, kept.name_order, kept.reference,
        kept.indicator_id, kept.thing
    limit cast($most as bigint) offset cast($skip as bigint)
),

activities_of_page as (
    /*activities of page*/
),

-- a value or an amount that a source states names its activity, and no cube knows where that stands
told_of as (
    select activity_id, title_en, title_es
    from activities
    where activity_id in (select activity_id from page where file_no is null)
)

select
    kept.indicator_id,
    kept.kind as value_kind,
    kept.start_on,
    kept.end_on,
    kept.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    case $lang when 'es' then component.name_es else component.name_en end as component_name,
    case $lang when 'es' then sex.name_es else sex.name_en end as sex_name,
    kept.age_group,
    case $lang when 'es' then grp.name_es else grp.name_en end as group_name,
    kept.breakdown,
    case $lang when 'es' then coalesce(done.title_es, told_of.title_es) else coalesce(done.title_en, told_of.title_en) end
        as activity_title,
    kept.value,
    kept.numerator,
    kept.denominator,
    kept.qualifier,
    case when kept.aggregation = 'distinct' and kept.is_record then coalesce(kept.thing, done.activity_id) end as thing,
    case
        when kept.aggregation = 'last' or (kept.aggregation = 'sum' and kept.is_cumulative) then kept.is_latest
        else true
    end as counts,
    -- of a mean: whether it is of the last period, which is held against the target
    case when kept.aggregation = 'weighted_mean' then kept.is_last_period end as is_last_period,
    case kept.cited
        when 'activities' then 'activities:' || done.activity_id
        when 'activity_places' then 'activity_places:' || done.activity_id || '|' || kept.place_id
        else kept.reference
    end as evidence
from page as kept
left join places as place on place.place_id = kept.place_id
left join components as component on component.component_id = kept.component_id
left join activities_of_page as done on done.file_no = kept.file_no and done.row_no = kept.row_no
left join told_of on told_of.activity_id = kept.activity_id and kept.file_no is null
left join code_lists as sex on sex.list = 'sex' and sex.code = kept.sex
left join code_lists as grp on grp.list = 'population_group' and grp.code = kept.population_group
order by
    kept.start_on nulls last, kept.end_on nulls last, kept.place_id nulls last, kept.cited, kept.name_order, kept.reference,
    kept.indicator_id, kept.thing
