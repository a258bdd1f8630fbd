-- grain: one row per activity of a group that may be one and the same: by title and place in two data sets, or by title and
--     dates within one (see chosen_twins)
with placed as (
    select titled.title_key, here.place_id, row_number() over (order by titled.title_key, here.place_id) as twin
    from titled
    inner join place_sets as here on here.place_set = titled.place_set
    group by titled.title_key, here.place_id
    having min(titled.partnership_id) <> max(titled.partnership_id)
),

dated as (
    select
        partnership_id, title_key, start_on, end_on,
        row_number() over (order by partnership_id, title_key, start_on, end_on) as twin
    from titled
    where start_on is not null
    group by partnership_id, title_key, start_on, end_on
    having count(*) > 1
),

found as (
    select 'same_title_and_place' as reason, placed.twin, titled.*
    from titled
    inner join place_sets as here on here.place_set = titled.place_set
    inner join placed on placed.title_key = titled.title_key and placed.place_id = here.place_id
    union all
    select 'same_title_and_dates', dated.twin, titled.*
    from titled
    inner join dated
        on dated.partnership_id = titled.partnership_id and dated.title_key = titled.title_key
        and dated.start_on = titled.start_on and dated.end_on is not distinct from titled.end_on
)

select
    reason, twin, activity_id, unit, place_set, party_set, from_month, to_month, partnership_id, title_en, title_es,
    cast(null as double) as amount, cast(null as varchar) as currency, cast(null as date) as dated_on,
    cast(null as varchar) as money_kind, cast(null as varchar) as organisation_names
from found
order by reason, twin, activity_id
