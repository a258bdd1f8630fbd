-- uses: listed_activities, listed_places
-- The things that the documents leave open, of all programmes: gap names its kind, subject what it concerns, rank its place
-- among those of a partnership.
select gap.*, partnership.short_name_en, partnership.short_name_es, partnership.position as partnership_position
from (
    select
        case
            when programme.start_on is null and programme.end_on is null and programme.reported_from_on is null
                then 'no_dates'
            when programme.start_on is null and programme.end_on is null then 'only_reported'
            when programme.end_on is null then 'no_end'
            else 'no_start'
        end as gap,
        programme.partnership_id,
        programme.programme_id,
        programme.short_name_en as subject_en,
        programme.short_name_es as subject_es,
        cast(null as double) as value,
        'programmes:' || programme.programme_id as evidence,
        10 as rank
    from programmes as programme
    where (programme.start_on is null or programme.end_on is null) and programme.provenance <> 'imported'
    union all
    select
        'places_not_named',
        min(programme.partnership_id),
        here.programme_id,
        min(programme.short_name_en),
        min(programme.short_name_es),
        count(*),
        string_agg('programme_places:' || here.programme_id || '|' || here.place_id || '|' || here.presence, ' '
            order by here.place_id),
        1
    from programme_places as here
    inner join programmes as programme on programme.programme_id = here.programme_id
    where here.exactness = 'department' and here.presence = 'works' and here.note_en is not null
        and not exists (
            select 1 from programme_places as finer
            inner join places as place on place.place_id = finer.place_id
            where finer.programme_id = here.programme_id and place.level = 'municipality'
        )
    group by here.programme_id
    union all
    select
        'period_not_stated',
        min(indicator.partnership_id),
        indicator.programme_id,
        min(programme.short_name_en),
        min(programme.short_name_es),
        count(*),
        string_agg('observations:' || observation.observation_id, ' ' order by observation.observation_id),
        3
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    inner join programmes as programme on programme.programme_id = indicator.programme_id
    where observation.start_on is null and observation.end_on is null and observation.disclosure = 'open'
        and observation.headline is not null
    group by indicator.programme_id
    union all
    select
        'no_breakdown',
        min(indicator.partnership_id),
        indicator.programme_id,
        min(programme.short_name_en),
        min(programme.short_name_es),
        count(*),
        string_agg('observations:' || observation.observation_id, ' ' order by observation.observation_id),
        4
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    inner join programmes as programme on programme.programme_id = indicator.programme_id
    where indicator.unit = 'people' and observation.disclosure = 'open'
    group by indicator.programme_id
    union all
    select
        'no_target',
        programme.partnership_id,
        programme.programme_id,
        programme.short_name_en,
        programme.short_name_es,
        count(distinct indicator.indicator_id),
        string_agg('indicators:' || indicator.indicator_id, ' ' order by indicator.indicator_id),
        2
    from indicators as indicator
    inner join programmes as programme on programme.programme_id = indicator.programme_id
    where
        indicator.indicator_id not in (select indicator_id from observations where kind in ('target', 'baseline'))
        and indicator.indicator_id in (select indicator_id from observations where disclosure = 'open')
    group by programme.partnership_id, programme.programme_id, programme.short_name_en, programme.short_name_es
    union all
    select
        'amount_not_stated',
        programme.partnership_id,
        contribution.programme_id,
        contribution.name_en,
        contribution.name_es,
        null,
        'contributions:' || contribution.contribution_id,
        5
    from contributions as contribution
    inner join programmes as programme on programme.programme_id = contribution.programme_id
    where contribution.amount is null
    union all
    select
        'organisations_not_named',
        programme.partnership_id,
        role.programme_id,
        organisation.name_en,
        organisation.name_es,
        null,
        'organisations:' || organisation.organisation_id,
        6
    from organisations as organisation
    inner join programme_organisations as role on role.organisation_id = organisation.organisation_id
    inner join programmes as programme on programme.programme_id = role.programme_id
    where not organisation.is_named
    group by programme.partnership_id, role.programme_id, organisation.name_en, organisation.name_es,
        organisation.organisation_id
    union all
    select
        'not_located',
        activity.partnership_id,
        activity.programme_id,
        activity.title_en,
        activity.title_es,
        activity.stated_count,
        'activities:' || activity.activity_id,
        7
    from listed_activities as activity
    inner join listed_places as here on here.activity_id = activity.activity_id
    where activity.stated_count > 1 and here.share is null and activity.disclosure = 'open'
    group by activity.partnership_id, activity.programme_id, activity.title_en, activity.title_es,
        activity.stated_count, activity.activity_id
) as gap
inner join partnerships as partnership on partnership.partnership_id = gap.partnership_id
