-- grain: one row per group of activities that may be one and the same; reason says what is equal
--     same_money: amount, currency, date, funder and implementer; same_title_and_place: in two data sets or more;
--     same_title_and_dates: within one data set
--     Of each reason the 500 largest groups, and of a group the first 50 activities by name; groups: how many there are in all
-- parameters: the selection, $lang
-- cells: twins
-- uses: named_twins
with alike as (
    select
        reason, twin, count(*) as activities, min(activity_id) as first_id, min(partnership_id) as first_dataset,
        max(partnership_id) as last_dataset, min(amount) as amount, min(currency) as currency, min(dated_on) as dated_on,
        min(money_kind) as money_kind, min(organisation_names) as organisation_names
    from named_twins
    group by reason, twin
    having count(*) > 1
),

-- the same activities may share their title in several places: that is one group
placed as (
    select ids, min(twin) as twin
    from (
        select named.twin, string_agg(named.activity_id, ' ' order by named.activity_id) as ids
        from named_twins as named
        inner join alike on alike.reason = named.reason and alike.twin = named.twin
        where named.reason = 'same_title_and_place' and alike.first_dataset <> alike.last_dataset
        group by named.twin
    ) as sets
    group by ids
),

ranked as (
    select
        alike.*,
        count(*) over () as groups,
        row_number() over (
            partition by alike.reason
            order by
                alike.activities desc, alike.amount desc nulls last, alike.first_id, alike.currency nulls last,
                alike.dated_on nulls last, alike.money_kind nulls last, alike.organisation_names nulls last, placed.ids nulls last
        ) as position
    from alike
    left join placed on placed.twin = alike.twin and alike.reason = 'same_title_and_place'
    where alike.reason <> 'same_title_and_place' or placed.twin is not null
),

members as (
    select
        ranked.reason, ranked.position, named.activity_id, named.title,
        case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as dataset_name,
        row_number() over (partition by ranked.reason, ranked.position order by named.activity_id) as number
    from named_twins as named
    inner join ranked on ranked.reason = named.reason and ranked.twin = named.twin
    inner join partnerships as partnership on partnership.partnership_id = named.partnership_id
    where ranked.position <= 500
),

told as (
    select
        reason,
        position,
        string_agg(title, ' · ' order by activity_id) filter (where number <= 50) as activity_titles,
        string_agg(distinct dataset_name, ' · ' order by dataset_name) as dataset_names,
        string_agg('activities:' || activity_id, ' ' order by activity_id) filter (where number <= 50) as evidence
    from members
    group by reason, position
)

select
    ranked.reason,
    ranked.activities,
    told.activity_titles,
    told.dataset_names,
    ranked.amount,
    ranked.currency,
    ranked.dated_on,
    ranked.organisation_names,
    ranked.groups,
    told.evidence
from ranked
inner join told on told.reason = ranked.reason and told.position = ranked.position
order by ranked.reason, ranked.position
