-- grain: one row per issue type, with how sensitive it is
-- parameters: $lang
select
    issue_type_id,
    case $lang when 'es' then name_es else name_en end as issue_name,
    sensitivity
from issue_types
order by issue_type_id
