-- grain: one row per view of a GeoPackage, asked of the file itself (SQLite)
select name
from sqlite_master
where type = 'view'
order by name
