-- uses: listed_activities
-- Every open value that a source states of an indicator, with what its filters and totals look at. The actual values of an
-- indicator that is counted from records are no values of it.
-- Numbers stand for what totals compare: own (indicator and kind), span (of two periods the longer one that began first has the
-- lower), until and ending (the lower the later), series (place, group and activity), place, department and country.
-- begins_on, ends_on: the dates that periods are compared by; a value of the whole life without dates reaches over all of them.
-- is_inside: a longer period of the same indicator and kind began before and reaches as far. An actual value without dates is in none:
-- it would be lost in silence; a target without them may be that of the whole time.
with told as (
    select
        indicator.indicator_id, indicator.partnership_id, indicator.programme_id as owner_id,
        coalesce(indicator.programme_id, activity.programme_id) as programme_id, observation.component_id, observation.kind,
        observation.start_on, observation.end_on,
        case when observation.period_kind = 'life' then coalesce(observation.start_on, date '0001-01-01') else observation.start_on end
            as begins_on,
        case when observation.period_kind = 'life' then coalesce(observation.end_on, date '9999-12-31') else observation.end_on end
            as ends_on,
        observation.place_id, observation.sex, observation.age_group,
        observation.population_group, observation.breakdown, observation.value, observation.numerator, observation.denominator,
        observation.qualifier, observation.activity_id, activity.kind as activity_kind, observation.provenance,
        observation.observation_id, 'observations:' || observation.observation_id as reference,
        indicator.aggregation, indicator.measure, coalesce(indicator.is_cumulative, false) as is_cumulative,
        case place.level
            when 'country' then 1 when 'department' then 2 when 'municipality' then 3 when 'city' then 3
            else case when observation.place_id is null then 0 else 1 end
        end as place_rank,
        coalesce(place.country_code, observation.place_id) as country_id,
        case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end
            as department_id,
        case when place.level in ('municipality', 'city') then place.place_id end as municipality_id
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    left join listed_activities as activity on activity.activity_id = observation.activity_id
    left join places as place on place.place_id = observation.place_id
    where observation.disclosure = 'open' and (observation.kind <> 'actual' or indicator.counted_from is null)
),

numbered as (
    select
        told.*,
        cast(row_number() over (order by observation_id) as integer) as number,
        cast(dense_rank() over (order by indicator_id, kind) as integer) as own,
        cast(dense_rank() over (order by begins_on nulls last, ends_on desc nulls last) as integer) as span,
        cast(dense_rank() over (order by ends_on desc nulls last, begins_on desc nulls last) as integer) as until,
        cast(dense_rank() over (order by ends_on desc nulls last) as integer) as ending,
        cast(
            dense_rank() over (
                order by place_id, component_id, sex, age_group, population_group, breakdown, activity_id
            ) as integer
        ) as series,
        cast(dense_rank() over (order by place_id) as integer) as place,
        cast(dense_rank() over (order by department_id) as integer) as department,
        cast(dense_rank() over (order by country_id) as integer) as country
    from told
),

reached as (
    select
        numbered.*,
        max(ends_on) over (partition by own order by span range between unbounded preceding and 1 preceding) as reached_on
    from numbered
)
select
    indicator_id, partnership_id, owner_id, programme_id, component_id, kind, start_on, end_on, ends_on, place_id, sex, age_group,
    population_group, breakdown, value, numerator, denominator, qualifier, activity_id, activity_kind, provenance, reference,
    aggregation, measure, is_cumulative, place_rank, country_id, department_id, municipality_id, number, own, span, until, ending,
    series, place, department, country,
    reached_on is not null and coalesce(ends_on <= reached_on, kind <> 'actual') as is_inside,
    case when extract(year from start_on) = extract(year from end_on) then cast(extract(year from end_on) as varchar) end as year,
    case when date_trunc('quarter', start_on) = date_trunc('quarter', end_on)
        then cast(extract(year from end_on) as varchar) || '-Q' || cast(extract(quarter from end_on) as varchar) end as quarter,
    case when date_trunc('month', start_on) = date_trunc('month', end_on) then substr(cast(end_on as varchar), 1, 7) end as month
from reached
order by number
