select strftime(activity.start_on, '%Y-%m') as month, count(*) as activities
from activities as activity
where activity.start_on is not null /*activities*/
group by month
order by month
