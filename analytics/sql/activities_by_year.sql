-- grain: one row per data set that was imported and year: the activities that ran in it; year empty: those without a date
-- parameters: the selection, $lang
-- uses: open_activities
with running as (
    select
        activity.partnership_id, activity.dataset_name, activity.dataset_position, activity.activity_id,
        unnest(
            generate_series(
                extract(year from coalesce(activity.start_on, activity.end_on)),
                extract(year from coalesce(activity.end_on, activity.start_on))
            )
        ) as year
    from open_activities as activity
    where activity.start_on is not null or activity.end_on is not null
    union all
    select activity.partnership_id, activity.dataset_name, activity.dataset_position, activity.activity_id, null
    from open_activities as activity
    where activity.start_on is null and activity.end_on is null
)

select
    running.partnership_id,
    running.dataset_name,
    running.year,
    count(*) as activities,
    'partnerships:' || running.partnership_id as evidence
from running
inner join programmes as programme on programme.programme_id = running.partnership_id and programme.provenance = 'imported'
where
    running.year is null or cast($period_from as date) is null
    or running.year between extract(year from cast($period_from as date)) and extract(year from cast($period_to as date))
group by running.partnership_id, running.dataset_name, running.dataset_position, running.year
order by running.dataset_position, running.partnership_id, running.year nulls last
