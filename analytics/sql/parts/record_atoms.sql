-- uses: chosen_places, chosen_activities
-- The records that the actual values of indicators are counted from, in the selection: an activity, an activity at a municipality,
-- a person in an activity, a contribution. thing: what is counted once where the rule says distinct; cited: the table that has the
-- record, under the id of the activity or by the reference; name_order: the order of these ids.
-- An activity counts at its first day, and at its places by their shares. A record with dates passes a period if it lies inside
-- it, one without only where no period is chosen.
with placed as (
    select
        here.activity_id,
        case when count(*) over (partition by here.activity_id) = 1 or here.share is not null then here.place_id end as place_id,
        case when count(*) over (partition by here.activity_id) = 1 then 1 else here.share end as share,
        row_number() over (partition by here.activity_id order by here.place_id) as position
    from activity_places as here
),

done as (
    select
        activity.activity_id, activity.partnership_id, activity.programme_id, activity.component_id, activity.kind,
        activity.start_on, placed.place_id, coalesce(placed.share, 1) as share, place.level
    from activities as activity
    inner join chosen_activities as chosen on chosen.activity_id = activity.activity_id
    left join placed on placed.activity_id = activity.activity_id and (placed.place_id is not null or placed.position = 1)
    left join places as place on place.place_id = placed.place_id
    where (len($places) = 0 or placed.place_id in (select place_id from chosen_places))
),

found as (
    select
        indicator.indicator_id, indicator.partnership_id, done.programme_id, done.component_id, 'actual' as kind, done.start_on,
        done.start_on as end_on, done.place_id, cast(null as varchar) as sex, cast(null as varchar) as age_group,
        cast(null as varchar) as population_group, cast(null as varchar) as breakdown, done.share as value,
        cast(null as double) as numerator, cast(null as double) as denominator, 'exact' as qualifier, done.activity_id as thing,
        done.activity_id, 'activities' as cited, cast(null as varchar) as reference
    from indicators as indicator
    inner join done on done.partnership_id = indicator.partnership_id and done.kind = indicator.counted_kind
        and (indicator.programme_id is null or indicator.programme_id = done.programme_id)
    where indicator.counted_from = 'activities'
    union all
    select
        indicator.indicator_id, indicator.partnership_id, done.programme_id, done.component_id, 'actual', done.start_on,
        done.start_on, done.place_id, null, null, null, null, null, null, null, 'exact', done.place_id, done.activity_id,
        'activity_places', null
    from indicators as indicator
    inner join done on done.partnership_id = indicator.partnership_id and done.kind = indicator.counted_kind
        and (indicator.programme_id is null or indicator.programme_id = done.programme_id)
    where indicator.counted_from = 'places' and done.level in ('municipality', 'city')
    union all
    select
        indicator.indicator_id, indicator.partnership_id, activity.programme_id, activity.component_id, 'actual',
        person.held_on, person.held_on, person.place_id, person.sex, person.age_group, person.population_group, null, null, null,
        null, 'exact', person.dataset || ':' || cast(person.person_number as varchar), person.activity_id,
        'activities', null
    from participations as person
    inner join activities as activity on activity.activity_id = person.activity_id
    inner join chosen_activities as chosen on chosen.activity_id = person.activity_id
    inner join indicators as indicator on indicator.partnership_id = activity.partnership_id
        and (indicator.counted_kind is null or indicator.counted_kind = activity.kind)
        and (indicator.programme_id is null or indicator.programme_id = activity.programme_id)
    where indicator.counted_from = 'participations'
        and (len($places) = 0 or person.place_id in (select place_id from chosen_places))
    union all
    select
        indicator.indicator_id, indicator.partnership_id, contribution.programme_id, activity.component_id, 'actual',
        contribution.start_on, contribution.end_on, placed.place_id, null, null, null, null, contribution.amount, null, null,
        coalesce(contribution.qualifier, 'exact'), contribution.contribution_id, contribution.activity_id,
        'contributions', 'contributions:' || contribution.contribution_id
    from contributions as contribution
    inner join indicators as indicator on indicator.programme_id = contribution.programme_id
        and indicator.counted_kind = contribution.flow
    left join activities as activity on activity.activity_id = contribution.activity_id
    left join placed on placed.activity_id = contribution.activity_id and placed.share = 1
    where indicator.counted_from = 'contributions'
        and (len($partnerships) = 0 or list_contains($partnerships, indicator.partnership_id))
        and (len($provenances) = 0 or list_contains($provenances, contribution.provenance))
        and (len($components) = 0 or list_contains($components, activity.component_id))
        and (len($places) = 0 or placed.place_id in (select place_id from chosen_places))
        and (
            (len($kinds) = 0 and len($issues) = 0)
            or contribution.activity_id in (select activity_id from chosen_activities)
        )
        and (
            len($sectors) = 0
            or contribution.organisation_id in (
                select organisation_id from organisations where list_contains($sectors, sector)
            )
        )
)
select
    found.*, case when found.cited <> 'contributions' then 0 end as file_no, found.activity_id as row_no,
    case when found.cited <> 'contributions' then found.activity_id end as name_order,
    indicator.aggregation, indicator.measure, coalesce(indicator.is_cumulative, false) as is_cumulative,
    coalesce(place.country_code, found.place_id) as country_id,
    case when place.level = 'department' then place.place_id when place.level in ('municipality', 'city') then place.parent_id end
        as department_id,
    case when place.level in ('municipality', 'city') then place.place_id end as municipality_id,
    case when extract(year from found.start_on) = extract(year from found.end_on)
        then cast(extract(year from found.end_on) as varchar) end as year,
    case when date_trunc('quarter', found.start_on) = date_trunc('quarter', found.end_on)
        then cast(extract(year from found.end_on) as varchar) || '-Q' || cast(extract(quarter from found.end_on) as varchar)
    end as quarter,
    case when date_trunc('month', found.start_on) = date_trunc('month', found.end_on)
        then substr(cast(found.end_on as varchar), 1, 7) end as month
from found
inner join indicators as indicator on indicator.indicator_id = found.indicator_id
left join places as place on place.place_id = found.place_id
where
    cast($period_from as date) is null
    or (found.start_on >= cast($period_from as date) and found.end_on <= cast($period_to as date))
