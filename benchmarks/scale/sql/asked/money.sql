select paid.kind, paid.currency, count(*) as items, sum(paid.amount) as amount
from transactions as paid
where true /*paid*/
group by paid.kind, paid.currency
order by paid.kind, paid.currency
