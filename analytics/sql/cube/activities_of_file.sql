-- grain: one row per activity of one file of their table that a page (see the questions with one) has, found by where it stands
--     in it: an id would be read and compared for every activity of the file
select activity.*, /*file*/ as file_no
from activities_/*file*/ as activity
where activity.row_no in (select row_no from page where file_no = /*file*/)
