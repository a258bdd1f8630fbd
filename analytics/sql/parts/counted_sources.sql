-- uses: counted_partnerships
-- How many open activities of each source are counted as a whole and not listed one by one.
select activity.source_id, count(*) as activities
from activities as activity
inner join counted_partnerships as counted on counted.partnership_id = activity.partnership_id
where activity.disclosure = 'open'
group by activity.source_id
