-- grain: one row per open activity, by the numbers of its unit and sets
select
    described.activity_id, unit.unit, places.place_set, parties.party_set, described.from_month, described.to_month,
    described.start_on, described.end_on
from described
inner join place_set_keys as places on places.place_key = described.place_key
inner join party_set_keys as parties on parties.party_key = described.party_key
inner join work_units as unit
    on unit.partnership_id = described.partnership_id
    and unit.kind = described.kind
    and unit.provenance = described.provenance
    and unit.programme_id is not distinct from described.programme_id
    and unit.component_id is not distinct from described.component_id
    and unit.single_id is not distinct from described.single_id
    and unit.has_title = described.has_title
    and unit.has_description = described.has_description
    and unit.has_start = described.has_start
    and unit.has_end = described.has_end
    and unit.has_reported_start = described.has_reported_start
    and unit.has_reported_end = described.has_reported_end
    and unit.start_precision is not distinct from described.start_precision
    and unit.has_place = described.has_place
    and unit.has_funder = described.has_funder
    and unit.has_partner = described.has_partner
    and unit.has_amount = described.has_amount
    and unit.has_sector = described.has_sector
    and unit.is_open_past_end = described.is_open_past_end
    and unit.reporter_ref is not distinct from described.reporter_ref
    and unit.reporter_name is not distinct from described.reporter_name
    and unit.location_key is not distinct from described.location_key
