-- uses: chosen_places, chosen_units, chosen_place_sets, chosen_party_sets
-- The amounts of money that indicators are counted from and that pass the filters; of the activity they are for, kind and issue.
select paid.*
from contributed_values as paid
where
    (len($partnerships) = 0 or list_contains($partnerships, paid.partnership_id))
    and (len($provenances) = 0 or list_contains($provenances, paid.provenance))
    and (len($components) = 0 or list_contains($components, paid.component_id))
    and (len($places) = 0 or paid.place_id in (select place_id from chosen_places))
    and (
        (len($kinds) = 0 and len($issues) = 0)
        or (
            paid.unit in (select unit from chosen_units)
            and (len($places) = 0 or paid.place_set in (select place_set from chosen_place_sets))
            and (len($sectors) = 0 or paid.party_set in (select party_set from chosen_party_sets))
            and (
                cast($period_from as date) is null
                or (
                    paid.from_month <= extract(year from cast($period_to as date)) * 12
                        + extract(month from cast($period_to as date)) - 1
                    and paid.to_month >= extract(year from cast($period_from as date)) * 12
                        + extract(month from cast($period_from as date)) - 1
                )
            )
        )
    )
    and (
        len($sectors) = 0
        or paid.organisation_id in (select organisation_id from organisations where list_contains($sectors, sector))
    )
    and (
        cast($period_from as date) is null
        or (paid.start_on >= cast($period_from as date) and paid.end_on <= cast($period_to as date))
    )
