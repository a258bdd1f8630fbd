-- uses: stated_best
-- The stated values that a total may count, each with the cell it belongs to: bucket (of time, by $over) and two keys (by $by and
-- $also). Of values that hold the same thing twice, one stays: a total before its splits by sex, age, group, component or place
-- (unless the split is what is asked for), and a longer period before the shorter ones inside it.
-- bucket is '' where no time is asked for and null where a row has no date; a row longer than a bucket is in none.
-- is_latest: what the latest value of each place and group is taken from; several of one period belong together.
-- is_last_period: of the whole cell, what a mean is compared with its target by.
with keyed as (
    select
        best.number, best.indicator_id, best.kind, best.aggregation, best.measure, best.is_cumulative, best.own, best.span,
        best.until, best.ending, best.series, best.place, best.department, best.start_on, best.end_on, best.value, best.numerator, best.denominator, best.qualifier, best.place_rank,
        best.finest_rank, best.has_all, best.has_country, best.has_department, best.lacking, best.extra, best.is_inside,
        case $over when 'none' then '' when 'year' then best.year when 'quarter' then best.quarter when 'month' then best.month end
            as bucket,
        case $by
            when 'none' then '' when 'country' then best.country_id when 'department' then best.department_id
            when 'municipality' then best.municipality_id when 'component' then best.component_id when 'sex' then best.sex
            when 'age_group' then best.age_group when 'population_group' then best.population_group
            when 'breakdown' then best.breakdown when 'programme' then best.programme_id
            when 'partnership' then best.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then best.country_id when 'department' then best.department_id
            when 'municipality' then best.municipality_id when 'component' then best.component_id when 'sex' then best.sex
            when 'age_group' then best.age_group when 'population_group' then best.population_group
            when 'breakdown' then best.breakdown when 'programme' then best.programme_id
            when 'partnership' then best.partnership_id
        end as also_key,
        case
            when 'municipality' in ($by, $also) then 3 when 'department' in ($by, $also) then 2
            when 'country' in ($by, $also) then 1 else 0
        end as wanted_rank
    from stated_best as best
),

-- a value of a place stands for the places inside it
chosen as (
    select
        number, indicator_id, kind, aggregation, measure, is_cumulative, own, span, until, ending, series, place, department,
        start_on, end_on, value, numerator, denominator, qualifier, place_rank, wanted_rank, lacking, extra, is_inside, bucket, key, also_key,
        coalesce('=' || bucket, '-') || coalesce('=' || key, '-') || coalesce('=' || also_key, '-') as cell
    from keyed
    where
        (bucket is not null or (start_on is null and end_on is null))
        and (
            (place_rank < wanted_rank and finest_rank < wanted_rank)
            or (
                place_rank >= wanted_rank
                and not (place_rank > 0 and wanted_rank = 0 and has_all)
                and not (place_rank > 1 and wanted_rank <= 1 and has_country)
                and not (place_rank > 2 and wanted_rank <= 2 and has_department)
            )
        )
        and (kind in ('actual', 'published_total') or (lacking = 0 and place_rank >= wanted_rank))
),

-- a longer period that began before reaches as far: of the same place and group, of all together, of the split or the places asked for
covered as (
    select shorter.number
    from chosen as longer
    inner join (select * from chosen where is_inside) as shorter
        on longer.own = shorter.own and coalesce(longer.bucket, '-') = coalesce(shorter.bucket, '-') and longer.span < shorter.span
    where
        longer.end_on is not null
        and (shorter.end_on is null or longer.end_on >= shorter.end_on)
        and (
            longer.series = shorter.series
            or (longer.place_rank = 0 and longer.extra = 0 and longer.cell = shorter.cell)
            or (shorter.lacking > 0 and longer.lacking = 0 and longer.place = shorter.place)
            or (
                shorter.place_rank < shorter.wanted_rank and longer.place_rank >= longer.wanted_rank
                and longer.department = shorter.department
            )
        )
),

kept as (
    select
        number, indicator_id, kind, aggregation, measure, is_cumulative, own, until, ending, series, bucket, key, also_key, cell,
        start_on, end_on, value, numerator, denominator, qualifier
    from chosen
    where number not in (select number from covered)
),

latest as (
    select own, cell, series, min(until) as until from kept group by own, cell, series
),

last_of as (
    select own, cell, min(ending) as ending from kept group by own, cell
)
select
    kept.number, kept.indicator_id, kept.kind, kept.aggregation, kept.measure, kept.is_cumulative, kept.bucket, kept.key,
    kept.also_key, kept.start_on, kept.end_on, kept.value, kept.numerator, kept.denominator, kept.qualifier,
    kept.until = latest.until as is_latest, kept.ending = last_of.ending as is_last_period
from kept
inner join latest on latest.own = kept.own and latest.cell = kept.cell and latest.series = kept.series
inner join last_of on last_of.own = kept.own and last_of.cell = kept.cell
