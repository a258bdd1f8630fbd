-- grain: one row per group of activities that may be one and the same; reason says what is equal
--     same_money: amount, currency, date, funder and implementer; same_title_and_place: in two data sets or more;
--     same_title_and_dates: within one data set
--     Of each reason the 500 largest groups, and of a group the first 50 activities by name; groups: how many there are in all
-- parameters: the selection, $lang
-- cells: twins
-- uses: named_twins
with counted as materialized (
    select
        reason, twin, count(*) as activities,
        min(case when reason = 'same_title_and_place' then partnership_id end) as first_dataset,
        max(case when reason = 'same_title_and_place' then partnership_id end) as last_dataset
    from named_twins
    group by reason, twin
    having count(*) > 1 and (reason <> 'same_title_and_place' or first_dataset <> last_dataset)
),

-- the same activities may share their title in several places: that is one group
placed as (
    select ids, min(twin) as twin
    from (
        select named.twin, string_agg(named.activity_id, ' ' order by named.activity_id) as ids
        from named_twins as named
        inner join counted on counted.reason = named.reason and counted.twin = named.twin
        where named.reason = 'same_title_and_place'
        group by named.twin
    ) as sets
    group by ids
),

grouped as materialized (
    select counted.reason, counted.twin, counted.activities, placed.ids
    from counted
    left join placed on placed.twin = counted.twin and counted.reason = 'same_title_and_place'
    where counted.reason <> 'same_title_and_place' or placed.twin is not null
),

-- how many groups of a reason are larger, so that of millions only those are told apart that may be among the largest
sized as (
    select
        reason, activities, sum(groups) over () as groups,
        sum(groups) over (partition by reason order by activities desc) - groups as larger
    from (select reason, activities, count(*) as groups from grouped group by reason, activities) as sizes
),

alike as (
    select
        grouped.reason, grouped.twin, grouped.activities, grouped.ids, cast(sized.groups as bigint) as groups,
        min(named.activity_id) as first_id, min(named.amount) as amount, min(named.currency) as currency,
        min(named.dated_on) as dated_on, min(named.money_kind) as money_kind, min(named.organisation_names) as organisation_names
    from named_twins as named
    inner join grouped on grouped.reason = named.reason and grouped.twin = named.twin
    inner join sized on sized.reason = grouped.reason and sized.activities = grouped.activities
    where sized.larger < 500
    group by grouped.reason, grouped.twin, grouped.activities, grouped.ids, sized.groups
),

ranked as (
    select
        alike.*,
        row_number() over (
            partition by reason
            order by
                activities desc, amount desc nulls last, first_id, currency nulls last, dated_on nulls last,
                money_kind nulls last, organisation_names nulls last, ids nulls last
        ) as position
    from alike
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
