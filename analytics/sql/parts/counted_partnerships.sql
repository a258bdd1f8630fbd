-- Partnerships with so many activities that an answer counts them and cites them as one: a cell of a map would otherwise
-- rest on millions of references.
select partnership_id
from activities
where disclosure = 'open'
group by partnership_id
having count(*) > 500
