-- uses: indicator_groups
-- One total for each indicator, kind of value, bucket of time and pair of keys, by the rule of the indicator:
-- sum adds (of cumulative values the latest of each place and group), last adds the latest of each place where it is a count or an
-- amount, weighted_mean divides, distinct counts each thing once, none has a value where there is one row and no total.
-- reason says why there is no value: no_weights, not_added, not_totalled, targets_differ.
with ruled as (
    select
        grouped.*,
        case
            when aggregation = 'distinct' and is_counted then 'things'
            when aggregation = 'weighted_mean' and without_weight = 0 then 'mean'
            when aggregation = 'sum' and not is_cumulative and kind <> 'baseline' then 'added'
            when aggregation = 'sum' or (aggregation = 'last' and coalesce(measure, 'count') in ('count', 'amount')) then 'latest'
            when atoms = 1 then 'added'
            -- values that cannot be added agree where there is but one of them, or all are alike
            when kind in ('target', 'baseline') and aggregation <> 'distinct' and least_latest = most_latest then 'alike'
            when series = 1 and aggregation = 'last' then 'latest'
            when kind = 'target' then 'targets_differ'
            when aggregation = 'weighted_mean' then 'no_weights'
            when aggregation = 'none' then 'not_totalled'
            else 'not_added'
        end as way
    from indicator_groups as grouped
)
select
    ask_no, indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative, atoms, series, first_on, last_on,
    case way
        when 'things' then cast(things as double)
        when 'mean' then case measure when 'percentage' then 100 else 1 end * numerators / denominators
        when 'added' then added
        when 'latest' then added_latest
        when 'alike' then least_latest
    end as value,
    -- what stands at the end: of a mean its last period, of all else the total
    case way
        when 'things' then cast(things as double)
        when 'mean' then case measure when 'percentage' then 100 else 1 end * last_numerators / last_denominators
        when 'added' then added
        when 'latest' then added_latest
        when 'alike' then least_latest
    end as standing,
    case when way = 'mean' then numerators end as numerator,
    case when way = 'mean' then denominators end as denominator,
    case when way in ('no_weights', 'not_added', 'not_totalled', 'targets_differ') then way end as reason,
    case looseness when 2 then 'over' when 1 then 'about' else 'exact' end as qualifier
from ruled
