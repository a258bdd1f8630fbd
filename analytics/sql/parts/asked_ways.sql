-- The totals that are worked out together, by number: one, but where a page asks for several (see steps.TOGETHER).
select 0 as ask_no
