-- uses: stated_atoms
-- The stated values that pass the filters, of each indicator, kind, period and place those that are split as is asked for, or as
-- little as there are. asked, split: the splits that are asked for, and those that a value does not have (see stated_marked);
-- lacking, extra: how many it lacks, and has besides.
with split as (
    select
        atom.*, cast(bit_count(atom.split & wanted.asked) as integer) as lacking,
        cast(bit_count(31 - (atom.split | wanted.asked)) as integer) as extra,
        lacking * 1000 + extra * 100 + atom.split as choice
    from stated_atoms as atom
    cross join (
        select
            cast('sex' in ($by, $also) as integer) * 16 + cast('age_group' in ($by, $also) as integer) * 8
            + cast('population_group' in ($by, $also) as integer) * 4 + cast('breakdown' in ($by, $also) as integer) * 2
            + cast('component' in ($by, $also) as integer) as asked
    ) as wanted
),

best as (
    select own, span, place, min(choice) as choice from split group by own, span, place
)
select split.*
from split
inner join best
    on best.own = split.own and best.span = split.span and best.place = split.place and best.choice = split.choice
