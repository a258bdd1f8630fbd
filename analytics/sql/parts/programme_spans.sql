-- The longest time a programme can have run: an end that is not stated is open, a programme that a
-- bulletin only reports has the bulletin's months, one without any date has none.
select
    programme_id,
    coalesce(start_on, case when end_on is null then reported_from_on else date '0001-01-01' end) as from_on,
    coalesce(end_on, case when start_on is null then reported_to_on else date '9999-12-31' end) as to_on
from programmes
