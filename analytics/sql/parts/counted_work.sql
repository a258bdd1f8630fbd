-- uses: named_work
-- The chosen activities with all that they can be broken down by (see named_work), and their number.
select
    unit, place_set, party_set, partnership_id, programme_id, component_id, kind, provenance, start_month, is_start_year,
    has_start, 1 as activities
from named_work
