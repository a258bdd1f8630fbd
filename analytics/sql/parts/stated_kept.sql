-- uses: stated_best, asked_ways
-- The stated values that a total may count, each with the cell it belongs to: bucket (of time, by $over) and two keys (by $by and
-- $also). Of values that hold the same thing twice, one stays: a total before its splits by sex, age, group, component or place
-- (unless the split is what is asked for), and a longer period before the shorter ones inside it, of its place or of places inside it.
-- ask_no: which of the totals asked for together (see asked_ways), each with cells of its own.
-- bucket is '' where no time is asked for and null where a row has no date; a row longer than a bucket is in none.
-- is_latest: what the latest value of each place and group is taken from; several of one period belong together.
-- is_last_period: of the whole cell, what a mean is compared with its target by.
with keyed as (
    select
        asked.ask_no, best.number, best.indicator_id, best.kind, best.aggregation, best.measure, best.is_cumulative, best.own, best.span,
        best.until, best.ending, best.series, best.place_id, best.place, best.department, best.country_id, best.country,
        best.start_on, best.end_on, best.ends_on, best.value, best.numerator, best.denominator, best.qualifier, best.place_rank,
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
    cross join asked_ways as asked
),

-- a value of a place stands for the places inside it
chosen as materialized (
    select
        ask_no, number, indicator_id, kind, aggregation, measure, is_cumulative, own, span, until, ending, series, place_id, place,
        department, country_id, country, start_on, end_on, ends_on, value, numerator, denominator, qualifier, place_rank, wanted_rank,
        lacking, extra, is_inside, bucket, key, also_key,
        ask_no || coalesce('=' || bucket, '-') || coalesce('=' || key, '-') || coalesce('=' || also_key, '-') as cell
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

-- what a value covers of the shorter periods inside its own: its place and group; in its cell all of its place, of which it is the
-- total or a part; the splits, or the places of its department, where these are asked for
reaching as (
    select own, slot, path, is_total, span, max(ends_on) as ends_on, count(*) as parts
    from (
        select
            own, ask_no || coalesce(bucket, '-') as slot, span, ends_on,
            unnest([
                'series ' || series,
                cell || case
                    when place_rank = 0 then ' everywhere' when place_rank = 1 and place_id = country_id then ' country ' || country
                    when place_rank = 2 then ' department ' || department else ' place ' || place
                end,
                case when lacking = 0 then 'split ' || place end,
                case when place_rank >= wanted_rank then 'inside ' || department end
            ]) as path,
            unnest([true, extra = 0, true, true]) as is_total
        from chosen
        where ends_on is not null
    ) as longer
    group by own, slot, path, is_total, span
),

-- of two values of which neither is a total nothing is known: they may be of other people; one part alone may not be the whole
covered as (
    select shorter.ask_no, shorter.number
    from (
        select
            own, ask_no || coalesce(bucket, '-') as slot, span, ends_on, ask_no, number, extra = 0 as is_total,
            unnest([
                'series ' || series, cell || ' everywhere', cell || ' country ' || country, cell || ' department ' || department,
                cell || ' place ' || place, case when lacking > 0 then 'split ' || place end,
                case when place_rank < wanted_rank then 'inside ' || department end
            ]) as path
        from chosen
        where is_inside
    ) as shorter
    inner join reaching as longer
        on longer.own = shorter.own and longer.slot = shorter.slot and longer.path = shorter.path and longer.span < shorter.span
    where (longer.is_total or (shorter.is_total and longer.parts > 1)) and (shorter.ends_on is null or longer.ends_on >= shorter.ends_on)
),

kept as (
    select
        ask_no, number, indicator_id, kind, aggregation, measure, is_cumulative, own, until, ending, series, bucket, key, also_key, cell,
        start_on, end_on, value, numerator, denominator, qualifier
    from chosen
    where (ask_no, number) not in (select (ask_no, number) from covered)
),

latest as (
    select own, cell, series, min(until) as until from kept group by own, cell, series
),

last_of as (
    select own, cell, min(ending) as ending from kept group by own, cell
)
select
    kept.ask_no, kept.number, kept.indicator_id, kept.kind, kept.aggregation, kept.measure, kept.is_cumulative, kept.bucket, kept.key,
    kept.also_key, kept.start_on, kept.end_on, kept.value, kept.numerator, kept.denominator, kept.qualifier,
    kept.until = latest.until as is_latest, kept.ending = last_of.ending as is_last_period
from kept
inner join latest on latest.own = kept.own and latest.cell = kept.cell and latest.series = kept.series
inner join last_of on last_of.own = kept.own and last_of.cell = kept.cell
