-- grain: one row per place of $level, step of time, kind of amount and currency: what transactions and contributions of
--     activities add up to
--     Never over currencies or kinds. An amount goes to a place where its activity has one place of the level, or states shares;
--     area_id is empty otherwise: reason says why (several, coarser, no_place).
-- parameters: the selection, $currency, $level, $steps
-- cells: money
-- uses: chosen_places, counted_payments, paid_places, place_lines
with located as (
    select
        here.paid_set,
        here.share,
        case
            when $level = 'municipality' then case when here.exactness in ('exact', 'municipality', 'city') then line.municipality_id end
            when $level = 'department' then case when here.exactness not in ('country', 'named_region') then line.department_id end
            else line.country_id
        end as area_id
    from paid_places as here
    inner join place_lines as line on line.place_id = here.place_id
),

spread as (
    select
        paid_set, area_id,
        count(*) over (partition by paid_set) as areas,
        min(case when count(*) = count(share) then 1 else 0 end) over (partition by paid_set) as is_shared,
        sum(share) as share
    from located
    group by paid_set, area_id
),

-- where a set's amount goes, and how much of it
going as (
    select
        paid_set, area_id as within_id,
        case when areas = 1 or is_shared = 1 then area_id end as area_id,
        case when areas > 1 and is_shared = 0 then 'several' when area_id is null then 'coarser' else 'placed' end as reason,
        case when areas > 1 and is_shared = 1 then share when areas > 1 then 1.0 / areas else 1.0 end as part
    from spread
),

-- added up before anything is named: there are hundreds of cells to each place and step
paid as (
    select
        going.area_id,
        coalesce(going.reason, 'no_place') as reason,
        case $steps when 'all' then 0 when 'year' then payment.paid_month // 12 when 'quarter' then payment.paid_month // 3 else payment.paid_month end
            as step,
        payment.money_kind,
        payment.currency,
        payment.partnership_id,
        sum(payment.amount * coalesce(going.part, 1.0)) as amount,
        sum(payment.items) as items
    from counted_payments as payment
    left join going on going.paid_set = payment.paid_set
    where
        payment.currency is not null
        and ($currency = '' or payment.currency = $currency)
        and (
            cast($period_from as date) is null
            or payment.paid_month between
            extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
            and extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
        )
        and (len($places) = 0 or going.within_id is null or going.within_id in (select place_id from chosen_places))
    group by all
)

select
    case $steps
        when 'all' then 'all'
        when 'year' then cast(paid.step as varchar)
        when 'quarter' then cast(paid.step // 4 as varchar) || '-Q' || cast(paid.step % 4 + 1 as varchar)
        else lpad(cast(paid.step // 12 as varchar), 4, '0') || '-' || lpad(cast(paid.step % 12 + 1 as varchar), 2, '0')
    end as step_key,
    paid.area_id,
    paid.reason,
    paid.money_kind,
    paid.currency,
    sum(paid.amount) as amount,
    cast(sum(paid.items) as bigint) as payments,
    string_agg(distinct 'partnerships:' || paid.partnership_id, ' ' order by 'partnerships:' || paid.partnership_id) as evidence
from paid
group by paid.step, paid.area_id, paid.reason, paid.money_kind, paid.currency
order by step_key, paid.area_id, paid.reason, paid.money_kind, paid.currency
