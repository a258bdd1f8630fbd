-- grain: one row per place of $level, step of time ($steps) and kind (baseline, target, actual): the value of $indicator_id there
--     Values that are broken down by sex, age, group or otherwise are left out. Of several values in one step those of a sum are
--     added up, of all others (and of what is stated cumulatively) the latest holds. Of a larger area its own value, where it is
--     stated; else what the indicator's rule makes of the places inside it: a sum, or numerator over denominator; else none.
--     value: empty where the rule allows none (rule: own, sum, ratio, none); unplaced values have no area_id
-- parameters: the selection, $indicator_id, $level, $steps
-- uses: chosen_places, place_lines
with stated as (
    select
        observation.observation_id,
        observation.kind,
        observation.value,
        observation.qualifier,
        observation.numerator,
        observation.denominator,
        observation.place_id,
        observation.provenance,
        coalesce(observation.end_on, observation.start_on) as dated_on,
        case when indicator.aggregation = 'sum' and coalesce(indicator.is_cumulative, false) = false then 1 else 0 end as is_added,
        indicator.aggregation,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(extract(year from coalesce(observation.end_on, observation.start_on)) as varchar)
            when 'quarter' then cast(extract(year from coalesce(observation.end_on, observation.start_on)) as varchar) || '-Q'
                || cast(extract(quarter from coalesce(observation.end_on, observation.start_on)) as varchar)
            else substr(cast(coalesce(observation.end_on, observation.start_on) as varchar), 1, 7)
        end as step_key
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    where
        observation.indicator_id = $indicator_id
        and observation.disclosure = 'open'
        and observation.kind in ('baseline', 'target', 'actual')
        and observation.sex is null and observation.age_group is null and observation.population_group is null
        and observation.breakdown is null
        and (len($partnerships) = 0 or list_contains($partnerships, indicator.partnership_id))
        and (len($provenances) = 0 or list_contains($provenances, observation.provenance))
        and (len($places) = 0 or observation.place_id in (select place_id from chosen_places))
        and (
            cast($period_from as date) is null
            or (
                coalesce(observation.start_on, observation.end_on) <= cast($period_to as date)
                and coalesce(observation.end_on, observation.start_on) >= cast($period_from as date)
            )
        )
),

ranked as (
    select
        stated.*,
        row_number() over (partition by place_id, kind, step_key order by dated_on desc nulls last, observation_id desc) as latest
    from stated
),

per_place as (
    select
        place_id, kind, step_key, min(aggregation) as aggregation, sum(value) as value,
        case when count(numerator) = count(*) then sum(numerator) end as numerator,
        case when count(denominator) = count(*) then sum(denominator) end as denominator,
        bool_or(provenance = 'illustrative') as is_illustrative,
        string_agg(distinct 'observations:' || observation_id, ' ' order by 'observations:' || observation_id) as evidence
    from ranked
    where is_added = 1 or latest = 1
    group by place_id, kind, step_key
),

placed as (
    select
        per_place.*,
        case $level
            when 'municipality' then line.municipality_id
            when 'department' then line.department_id
            else line.country_id
        end as area_id,
        case when line.level = $level or (line.level = 'city' and $level = 'municipality') then 1 else 0 end as is_own
    from per_place
    left join place_lines as line on line.place_id = per_place.place_id
),

best as (
    select area_id, kind, step_key, max(is_own) as is_own from placed group by area_id, kind, step_key
)

select
    placed.step_key,
    placed.area_id,
    case when placed.area_id is null then placed.place_id end as coarser_id,
    placed.kind,
    case
        when best.is_own = 1 then 'own'
        when min(placed.aggregation) = 'sum' then 'sum'
        when min(placed.aggregation) = 'weighted_mean' and count(placed.denominator) = count(*) then 'ratio'
        else 'none'
    end as rule,
    case
        when best.is_own = 1 or min(placed.aggregation) = 'sum' then sum(placed.value)
        when min(placed.aggregation) = 'weighted_mean' and count(placed.denominator) = count(*) and sum(placed.denominator) > 0
            then 100.0 * sum(placed.numerator) / sum(placed.denominator)
    end as value,
    case when count(placed.numerator) = count(*) then sum(placed.numerator) end as numerator,
    case when count(placed.denominator) = count(*) then sum(placed.denominator) end as denominator,
    count(*) as places,
    bool_or(placed.is_illustrative) as is_illustrative,
    string_agg(distinct placed.evidence, ' ' order by placed.evidence) as evidence
from placed
inner join best
    on
        best.area_id is not distinct from placed.area_id and best.kind = placed.kind
        and best.step_key is not distinct from placed.step_key and best.is_own = placed.is_own
group by
    placed.step_key, placed.area_id, case when placed.area_id is null then placed.place_id end, placed.kind, best.is_own
order by placed.step_key, placed.area_id, coarser_id, placed.kind
