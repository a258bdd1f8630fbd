-- grain: one row per activity: what stands for those of a page where no cube tells where they are
select *, 0 as file_no, activity_id as row_no
from activities
