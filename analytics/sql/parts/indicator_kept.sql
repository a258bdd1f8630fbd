-- uses: indicator_atoms
-- The atoms that a total may count, each with the cell it belongs to: bucket (of time, by $over) and two keys (by $by and $also).
-- Of observations that hold the same thing twice, one stays: a total before its splits by sex, age, group, component or place
-- (unless the split is what is asked for), and a longer period before the shorter ones inside it.
-- bucket is '' where no time is asked for and null where a row has no date; a row longer than a bucket is in none.
with keyed as (
    select
        atom.*,
        case $over
            when 'none' then ''
            when 'year' then case when extract(year from atom.start_on) = extract(year from atom.end_on)
                then cast(extract(year from atom.end_on) as varchar) end
            when 'quarter' then case
                when date_trunc('quarter', atom.start_on) = date_trunc('quarter', atom.end_on)
                    then cast(extract(year from atom.end_on) as varchar) || '-Q' || cast(extract(quarter from atom.end_on) as varchar)
                end
            when 'month' then case when date_trunc('month', atom.start_on) = date_trunc('month', atom.end_on)
                then substr(cast(atom.end_on as varchar), 1, 7) end
        end as bucket,
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
        cast(atom.sex is null as varchar) || cast(atom.age_group is null as varchar) || cast(atom.population_group is null as varchar)
        || cast(atom.breakdown is null as varchar) || cast(atom.component_id is null as varchar) as split
    from indicator_atoms as atom
    where len($indicators) = 0 or list_contains($indicators, atom.indicator_id)
),

fitting as (
    select keyed.*
    from keyed
    where keyed.bucket is not null or (keyed.start_on is null and keyed.end_on is null)
),

-- an observation of a place stands for the places inside it
placed as (
    select
        fitting.*,
        bool_or(place_rank >= wanted_rank) over (partition by indicator_id, kind, start_on, end_on) as is_anywhere_finer,
        bool_or(place_rank = 0 and wanted_rank = 0) over (partition by indicator_id, kind, start_on, end_on) as has_all,
        bool_or(place_rank = 1 and wanted_rank <= 1) over (partition by indicator_id, kind, start_on, end_on, country_id) as has_country,
        bool_or(place_rank = 2 and wanted_rank <= 2)
            over (partition by indicator_id, kind, start_on, end_on, department_id) as has_department
    from fitting
    where not is_record
),

unsplit as (
    select
        placed.*,
        dense_rank() over (
            partition by indicator_id, kind, start_on, end_on, place_id
            order by lacking, extra, split
        ) as choice
    from placed
    where
        (place_rank < wanted_rank and not is_anywhere_finer)
        or (
            place_rank >= wanted_rank
            and not (place_rank > 0 and has_all)
            and not (place_rank > 1 and has_country)
            and not (place_rank > 2 and department_id is not null and has_department)
        )
),

chosen as (
    select
        unsplit.*,
        dense_rank() over (partition by indicator_id, kind, bucket order by start_on, end_on desc) as period
    from unsplit
    where choice = 1 and (kind in ('actual', 'published_total') or (lacking = 0 and place_rank >= wanted_rank))
),

-- how far the longer periods reach that began before: of the same place and group, and of all together
longest as (
    select
        chosen.*,
        max(end_on) over (
            partition by
                indicator_id, kind, bucket, place_id, component_id, sex, age_group, population_group, breakdown, activity_id
            order by period
            range between unbounded preceding and 1 preceding
        ) as reached_on,
        max(case when lacking = 0 then end_on end) over (
            partition by indicator_id, kind, bucket, place_id
            order by period
            range between unbounded preceding and 1 preceding
        ) as split_reached_on,
        max(case when place_rank >= wanted_rank then end_on end) over (
            partition by indicator_id, kind, bucket, department_id
            order by period
            range between unbounded preceding and 1 preceding
        ) as finer_reached_on,
        max(case when place_rank = 0 and extra = 0 then end_on end) over (
            partition by indicator_id, kind, bucket, key, also_key
            order by period
            range between unbounded preceding and 1 preceding
        ) as all_reached_on
    from chosen
)
select
    longest.indicator_id, longest.kind, longest.bucket, longest.key, longest.also_key, longest.aggregation, longest.measure,
    longest.is_cumulative, longest.start_on, longest.end_on, longest.place_id, longest.component_id, longest.programme_id,
    longest.sex, longest.age_group, longest.population_group, longest.breakdown, longest.value, longest.numerator,
    longest.denominator, longest.qualifier, longest.thing, longest.activity_id, longest.reference, longest.is_record,
    -- what the latest value of each place and group is taken from; several of one period belong together
    rank() over (
        partition by
            longest.indicator_id, longest.kind, longest.bucket, longest.key, longest.also_key, longest.place_id,
            longest.component_id, longest.sex, longest.age_group, longest.population_group, longest.breakdown,
            longest.activity_id
        order by longest.end_on desc nulls last, longest.start_on desc nulls last
    ) = 1 as is_latest,
    -- the last period of the whole cell: what a mean is compared with its target by
    rank() over (
        partition by longest.indicator_id, longest.kind, longest.bucket, longest.key, longest.also_key
        order by longest.end_on desc nulls last
    ) = 1 as is_last_period
from longest
where
    (longest.reached_on is null or longest.end_on > longest.reached_on)
    and (longest.all_reached_on is null or longest.end_on > longest.all_reached_on)
    and (longest.lacking = 0 or longest.split_reached_on is null or longest.end_on > longest.split_reached_on)
    and (
        longest.place_rank >= longest.wanted_rank or longest.finer_reached_on is null or longest.end_on > longest.finer_reached_on
    )
union all
select
    indicator_id, kind, bucket, key, also_key, aggregation, measure, is_cumulative, start_on, end_on, place_id, component_id,
    programme_id, sex, age_group, population_group, breakdown, value, numerator, denominator, qualifier, thing, activity_id,
    reference, is_record, true, true
from fitting
where is_record
