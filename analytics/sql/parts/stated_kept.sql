-- uses: stated_atoms
-- The stated values that a total may count, each with the cell it belongs to: bucket (of time, by $over) and two keys (by $by and
-- $also). Of values that hold the same thing twice, one stays: a total before its splits by sex, age, group, component or place
-- (unless the split is what is asked for), and a longer period before the shorter ones inside it.
-- bucket is '' where no time is asked for and null where a row has no date; a row longer than a bucket is in none.
-- is_latest: what the latest value of each place and group is taken from; several of one period belong together.
-- is_last_period: of the whole cell, what a mean is compared with its target by.
with keyed as (
    select
        atom.number, atom.own, atom.kind, atom.span, atom.until, atom.ending, atom.series, atom.place, atom.department,
        atom.country, atom.place_rank, atom.start_on, atom.end_on, atom.is_inside,
        case $over when 'none' then '' when 'year' then atom.year when 'quarter' then atom.quarter when 'month' then atom.month end
            as bucket,
        case $by
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id when 'sex' then atom.sex
            when 'age_group' then atom.age_group when 'population_group' then atom.population_group
            when 'breakdown' then atom.breakdown when 'programme' then atom.programme_id
            when 'partnership' then atom.partnership_id
        end as key,
        case $also
            when 'none' then '' when 'country' then atom.country_id when 'department' then atom.department_id
            when 'municipality' then atom.municipality_id when 'component' then atom.component_id when 'sex' then atom.sex
            when 'age_group' then atom.age_group when 'population_group' then atom.population_group
            when 'breakdown' then atom.breakdown when 'programme' then atom.programme_id
            when 'partnership' then atom.partnership_id
        end as also_key,
        case
            when 'municipality' in ($by, $also) then 3 when 'department' in ($by, $also) then 2
            when 'country' in ($by, $also) then 1 else 0
        end as wanted_rank,
        cast('sex' in ($by, $also) and atom.sex is null as integer)
        + cast('age_group' in ($by, $also) and atom.age_group is null as integer)
        + cast('population_group' in ($by, $also) and atom.population_group is null as integer)
        + cast('breakdown' in ($by, $also) and atom.breakdown is null as integer)
        + cast('component' in ($by, $also) and atom.component_id is null as integer) as lacking,
        cast(not 'sex' in ($by, $also) and atom.sex is not null as integer)
        + cast(not 'age_group' in ($by, $also) and atom.age_group is not null as integer)
        + cast(not 'population_group' in ($by, $also) and atom.population_group is not null as integer)
        + cast(not 'breakdown' in ($by, $also) and atom.breakdown is not null as integer)
        + cast(not 'component' in ($by, $also) and atom.component_id is not null as integer) as extra,
        cast(atom.sex is null as integer) * 16 + cast(atom.age_group is null as integer) * 8
        + cast(atom.population_group is null as integer) * 4 + cast(atom.breakdown is null as integer) * 2
        + cast(atom.component_id is null as integer) as split
    from stated_atoms as atom
),

fitting as (
    select
        keyed.*, lacking * 1000 + extra * 100 + split as choice,
        coalesce('=' || bucket, '-') || coalesce('=' || key, '-') || coalesce('=' || also_key, '-') as cell
    from keyed
    where bucket is not null or (start_on is null and end_on is null)
),

spans as (
    select own, span, bool_or(place_rank >= wanted_rank) as is_anywhere_finer, bool_or(place_rank = 0 and wanted_rank = 0) as has_all
    from fitting
    group by own, span
),

-- a value of a place stands for the places inside it
standing as (
    select distinct own, span, place_rank, case place_rank when 1 then country else department end as area
    from fitting
    where place_rank in (1, 2) and place_rank >= wanted_rank
),

unsplit as (
    select fitting.*
    from fitting
    inner join spans on spans.own = fitting.own and spans.span = fitting.span
    left join standing as around
        on around.place_rank = 1 and around.own = fitting.own and around.span = fitting.span and around.area = fitting.country
    left join standing as above
        on above.place_rank = 2 and above.own = fitting.own and above.span = fitting.span and above.area = fitting.department
    where
        (fitting.place_rank < fitting.wanted_rank and not spans.is_anywhere_finer)
        or (
            fitting.place_rank >= fitting.wanted_rank
            and not (fitting.place_rank > 0 and spans.has_all)
            and not (fitting.place_rank > 1 and around.own is not null)
            and not (fitting.place_rank > 2 and above.own is not null)
        )
),

best as (
    select own, span, place, min(choice) as choice
    from unsplit
    group by own, span, place
),

chosen as (
    select unsplit.*
    from unsplit
    inner join best
        on best.own = unsplit.own and best.span = unsplit.span and best.place = unsplit.place and best.choice = unsplit.choice
    where unsplit.kind in ('actual', 'published_total') or (unsplit.lacking = 0 and unsplit.place_rank >= unsplit.wanted_rank)
),

-- a longer period that began before reaches as far: of the same place and group, of all together, of the split or the places asked for
covered as (
    select shorter.number
    from chosen as shorter
    inner join chosen as longer
        on longer.own = shorter.own and coalesce(longer.bucket, '-') = coalesce(shorter.bucket, '-') and longer.span < shorter.span
    where
        shorter.is_inside
        and longer.end_on is not null
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
    select chosen.* from chosen where chosen.number not in (select number from covered)
),

latest as (
    select own, cell, series, min(until) as until
    from kept
    group by own, cell, series
),

last_of as (
    select own, cell, min(ending) as ending
    from kept
    group by own, cell
)
select
    atom.indicator_id, atom.kind, kept.bucket, kept.key, kept.also_key, atom.aggregation, atom.measure, atom.is_cumulative,
    atom.start_on, atom.end_on, atom.place_id, atom.component_id, atom.programme_id, atom.sex, atom.age_group,
    atom.population_group, atom.breakdown, atom.value, atom.numerator, atom.denominator, atom.qualifier, atom.activity_id,
    atom.reference, kept.until = latest.until as is_latest, kept.ending = last_of.ending as is_last_period
from kept
inner join latest on latest.own = kept.own and latest.cell = kept.cell and latest.series = kept.series
inner join last_of on last_of.own = kept.own and last_of.cell = kept.cell
inner join stated_atoms as atom on atom.number = kept.number
