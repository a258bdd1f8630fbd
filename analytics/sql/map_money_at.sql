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
        paid_set, area_id, sum(share) as share,
        count(*) over (partition by paid_set) as areas,
        min(case when count(*) = count(share) then 1 else 0 end) over (partition by paid_set) as is_shared
    from located
    group by paid_set, area_id
),

paid as (
    select
        payment.paid_set, payment.money_kind, payment.currency, payment.amount, payment.items, payment.partnership_id,
        case $steps
            when 'all' then 'all'
            when 'year' then cast(payment.paid_month // 12 as varchar)
            when 'quarter' then cast(payment.paid_month // 12 as varchar) || '-Q' || cast(payment.paid_month % 12 // 3 + 1 as varchar)
            else lpad(cast(payment.paid_month // 12 as varchar), 4, '0') || '-'
                || lpad(cast(payment.paid_month % 12 + 1 as varchar), 2, '0')
        end as step_key
    from counted_payments as payment
    where
        payment.currency is not null
        and ($currency = '' or payment.currency = $currency)
        and (
            cast($period_from as date) is null
            or payment.paid_month between
            extract(year from cast($period_from as date)) * 12 + extract(month from cast($period_from as date)) - 1
            and extract(year from cast($period_to as date)) * 12 + extract(month from cast($period_to as date)) - 1
        )
)

select
    paid.step_key,
    case when spread.areas = 1 or spread.is_shared = 1 then spread.area_id end as area_id,
    case
        when spread.paid_set is null then 'no_place'
        when spread.areas > 1 and spread.is_shared = 0 then 'several'
        when spread.area_id is null then 'coarser'
        else 'placed'
    end as reason,
    paid.money_kind,
    paid.currency,
    sum(paid.amount * case when spread.areas > 1 and spread.is_shared = 1 then spread.share when spread.areas > 1 then 1.0 / spread.areas else 1.0 end) as amount,
    cast(sum(paid.items) as bigint) as payments,
    string_agg(distinct 'partnerships:' || paid.partnership_id, ' ' order by 'partnerships:' || paid.partnership_id) as evidence
from paid
left join spread on spread.paid_set = paid.paid_set
where
    len($places) = 0 or spread.area_id is null or spread.area_id in (select place_id from chosen_places)
group by
    paid.step_key, case when spread.areas = 1 or spread.is_shared = 1 then spread.area_id end,
    case
        when spread.paid_set is null then 'no_place'
        when spread.areas > 1 and spread.is_shared = 0 then 'several'
        when spread.area_id is null then 'coarser'
        else 'placed'
    end,
    paid.money_kind, paid.currency
order by paid.step_key, area_id, reason, paid.money_kind, paid.currency
