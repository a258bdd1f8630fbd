-- uses: chosen_units, chosen_cells
-- read anew wherever it is used
select
    twin.reason, twin.twin, twin.activity_id, twin.partnership_id,
    case $lang when 'es' then twin.title_es else twin.title_en end as title, twin.amount, twin.currency, twin.dated_on,
    twin.money_kind, twin.organisation_names
from chosen_cells as twin
inner join chosen_units as unit on unit.unit = twin.unit
