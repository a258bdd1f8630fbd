-- What each open activity states, and what its file says of it: the columns of which Quality counts how many are stated.
select
    activity.activity_id,
    activity.title_en <> coalesce(detail.identifier, '') as has_title,
    activity.description_en not in (activity.title_en, coalesce(detail.identifier, '')) as has_description,
    activity.start_on is not null as has_start,
    activity.end_on is not null as has_end,
    activity.activity_id in (select activity_id from activity_places) as has_place,
    activity.activity_id in (select activity_id from activity_organisations where role = 'funding') as has_funder,
    activity.activity_id in (select activity_id from activity_organisations where role <> 'funding') as has_partner,
    activity.activity_id in (select activity_id from transactions where amount is not null) as has_amount,
    activity.activity_id in (select activity_id from activity_sectors) as has_sector,
    coalesce(detail.status = 'ended' and detail.status_stated in ('1', '2'), false) as is_open_past_end
from activities as activity
left join activity_details as detail on detail.activity_id = activity.activity_id
where activity.disclosure = 'open'
