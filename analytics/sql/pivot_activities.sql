-- grain: one row per combination of the axes' codes ('' = not stated), and per total over the rows, the columns or both
-- parameters: the selection
-- axes: activities
-- cells: /*cells*/
-- uses: counted_work
with base as (
    select
        /*keys*/cast(sum(work.activities) as bigint) as activities,
        cast(coalesce(sum(work.activities) filter (where work.kind = 'initiative'), 0) as bigint) as initiatives
    from counted_work as work
    group by all
),

-- Each activity is in one row of base, and stands once under each code that its sets have.
counted as (
    /*counted: activities, initiatives*/
)

select counted.*
from counted
order by /*order*/activities desc
limit 60001
