-- uses: kept_values
-- What totals are worked out from (see indicator_groups), of values that are added up one by one.
select
    ask_no, indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative,
    bool_and(is_record) as is_counted,
    count(*) as atoms,
    count(*) filter (where is_latest) as series,
    min(start_on) as first_on,
    max(end_on) as last_on,
    sum(value) as added,
    sum(value) filter (where is_latest) as added_latest,
    min(value) filter (where is_latest) as least_latest,
    max(value) filter (where is_latest) as most_latest,
    count(distinct thing) as things,
    count(*) filter (where coalesce(denominator, 0) = 0) as without_weight,
    sum(coalesce(numerator, value * denominator / case measure when 'percentage' then 100 else 1 end)) as numerators,
    sum(denominator) as denominators,
    sum(case when is_last_period then coalesce(numerator, value * denominator / case measure when 'percentage' then 100 else 1 end) end)
        as last_numerators,
    sum(case when is_last_period then denominator end) as last_denominators,
    max(case qualifier when 'over' then 2 when 'about' then 1 else 0 end) as looseness
from kept_values
group by ask_no, indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative
