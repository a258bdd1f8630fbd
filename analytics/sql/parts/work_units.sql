-- The kinds of open activities that there are, each with its programme, component and provenance, and how many.
select partnership_id, programme_id, component_id, kind, provenance, count(*) as activities
from activities
where disclosure = 'open'
group by partnership_id, programme_id, component_id, kind, provenance
