-- grain: one row per place of $level, step of time, kind of amount and currency: what transactions and contributions of
--     activities add up to
--     Never over currencies or kinds. An amount goes to a place where its activity has one place of the level, or states shares;
--     area_id is empty otherwise: reason says why (several, coarser, no_place).
-- parameters: the selection, $currency, $level, $steps
-- uses: chosen_places, named_work, place_lines
-- cells: facts
with payments as (
    select activity_id, kind as money_kind, currency, amount, "on" as paid_on from transactions
    union all
    select activity_id, flow, currency, amount, end_on from contributions where activity_id is not null
),

located as (
    select
        here.activity_id,
        here.place_id,
        here.share,
        case
            when $level = 'municipality' then case when here.exactness in ('exact', 'municipality', 'city') then line.municipality_id end
            when $level = 'department' then case when here.exactness not in ('country', 'named_region') then line.department_id end
            else line.country_id
        end as area_id
    from activity_places as here
    inner join place_lines as line on line.place_id = here.place_id
    where here.activity_id in (select activity_id from payments)
),

spread as (
    select
        activity_id, area_id, sum(share) as share,
        count(*) over (partition by activity_id) as areas,
        min(case when count(*) = count(share) then 1 else 0 end) over (partition by activity_id) as is_shared
    from located
    group by activity_id, area_id
),

paid as (
    select
        payment.activity_id, payment.money_kind, payment.currency, payment.amount, activity.partnership_id,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(extract(year from payment.paid_on) as varchar)
            when 'quarter' then cast(extract(year from payment.paid_on) as varchar) || '-Q'
                || cast(extract(quarter from payment.paid_on) as varchar)
            else substr(cast(payment.paid_on as varchar), 1, 7)
        end as step_key
    from payments as payment
    inner join named_work as activity on activity.activity_id = payment.activity_id
    where
        payment.currency is not null
        and ($currency = '' or payment.currency = $currency)
        and (
            cast($period_from as date) is null
            or payment.paid_on between cast($period_from as date) and cast($period_to as date)
        )
)

select
    paid.step_key,
    case when spread.areas = 1 or spread.is_shared = 1 then spread.area_id end as area_id,
    case
        when spread.activity_id is null then 'no_place'
        when spread.areas > 1 and spread.is_shared = 0 then 'several'
        when spread.area_id is null then 'coarser'
        else 'placed'
    end as reason,
    paid.money_kind,
    paid.currency,
    sum(paid.amount * case when spread.areas > 1 and spread.is_shared = 1 then spread.share when spread.areas > 1 then 1.0 / spread.areas else 1.0 end) as amount,
    count(*) as payments,
    string_agg(distinct 'partnerships:' || paid.partnership_id, ' ' order by 'partnerships:' || paid.partnership_id) as evidence
from paid
left join spread on spread.activity_id = paid.activity_id
where
    len($places) = 0 or spread.area_id is null or spread.area_id in (select place_id from chosen_places)
group by
    paid.step_key, case when spread.areas = 1 or spread.is_shared = 1 then spread.area_id end,
    case
        when spread.activity_id is null then 'no_place'
        when spread.areas > 1 and spread.is_shared = 0 then 'several'
        when spread.area_id is null then 'coarser'
        else 'placed'
    end,
    paid.money_kind, paid.currency
order by paid.step_key, area_id, reason, paid.money_kind, paid.currency
