-- grain: one row per data set: its first and last date, and what in it is older than it says
--     open_past_end: activities stated as open or planned whose end has passed; partial_year: the last year that is not whole
-- parameters: the selection, $lang
-- uses: open_activities, chosen_records
select
    'activities' as data_kind,
    activity.partnership_id as dataset_id,
    min(activity.dataset_name) as dataset_name,
    count(*) as items,
    min(coalesce(activity.start_on, activity.end_on)) as first_on,
    max(coalesce(activity.end_on, activity.start_on)) as last_on,
    count(*) filter (where detail.status = 'ended' and detail.status_stated in ('1', '2')) as open_past_end,
    count(*) filter (where activity.start_on is null and activity.end_on is null) as undated,
    cast(null as bigint) as partial_year,
    'partnerships:' || activity.partnership_id as evidence
from open_activities as activity
left join activity_details as detail on detail.activity_id = activity.activity_id
group by activity.partnership_id
union all
select
    'records', dataset, dataset, cast(sum(record_rows) as bigint), min(first_on), max(last_on), 0,
    cast(coalesce(sum(record_rows) filter (where first_on is null), 0) as bigint),
    max(case when is_partial then year end), string_agg(distinct 'sources:' || source_id, ' ' order by 'sources:' || source_id)
from chosen_records
group by dataset
order by data_kind, dataset_id
