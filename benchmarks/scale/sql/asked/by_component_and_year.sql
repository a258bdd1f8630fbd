select activity.component_id, extract(year from activity.start_on) as year, count(*) as activities
from activities as activity
where activity.start_on is not null /*activities*/
group by activity.component_id, year
order by activity.component_id, year
