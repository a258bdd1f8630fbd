-- grain: one row: how many activities are placed at the place or inside it, and how many more only in a place around it
--     rows_here, rows_inside, rows_around: the rows of place_activities, in which an activity stands under each of its places
-- parameters: the selection, $place_id
-- cells: place
-- uses: near_place_sets, counted_work
with near as (
    select
        place_set,
        count(*) filter (where relation = 'here') as here,
        count(*) filter (where relation = 'inside') as inside,
        count(*) filter (where relation = 'around') as around
    from near_place_sets
    group by place_set
)

select
    cast(coalesce(sum(work.activities) filter (where near.here + near.inside > 0), 0) as bigint) as activities,
    cast(coalesce(sum(work.activities) filter (where near.here + near.inside > 0 and not work.has_start), 0) as bigint) as undated,
    cast(coalesce(sum(work.activities) filter (where near.here + near.inside = 0), 0) as bigint) as activities_around,
    cast(coalesce(sum(work.activities * near.here), 0) as bigint) as rows_here,
    cast(coalesce(sum(work.activities * near.inside), 0) as bigint) as rows_inside,
    cast(coalesce(sum(work.activities * near.around), 0) as bigint) as rows_around
from counted_work as work
inner join near on near.place_set = work.place_set
order by activities
