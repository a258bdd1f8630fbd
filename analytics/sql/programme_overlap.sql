-- grain: one row per pair of programmes that share a place: a country, and departments where both name them
-- overlap_months: calendar months that both ran in, both ends counted; empty where dates are not stated.
-- is_up_to: an end is not stated, so the months are the most that can be
-- parameters: the selection, $lang
-- uses: chosen_programmes, programme_pairs
select
    pair.first_programme_id,
    case $lang when 'es' then pair.first_programme_name_es else pair.first_programme_name_en end as first_programme_name,
    pair.second_programme_id,
    case $lang when 'es' then pair.second_programme_name_es else pair.second_programme_name_en end as second_programme_name,
    pair.country_codes,
    case $lang when 'es' then pair.shared_country_names_es else pair.shared_country_names_en end as shared_country_names,
    pair.shared_departments,
    pair.shared_department_ids,
    case $lang when 'es' then pair.shared_department_names_es else pair.shared_department_names_en end as shared_department_names,
    pair.first_partnership_id,
    pair.second_partnership_id,
    pair.first_start_on,
    pair.first_end_on,
    pair.second_start_on,
    pair.second_end_on,
    pair.overlap_from_on,
    pair.overlap_to_on,
    pair.overlap_months,
    pair.is_up_to,
    pair.evidence
from programme_pairs as pair
inner join chosen_programmes as first on first.programme_id = pair.first_programme_id
inner join chosen_programmes as second on second.programme_id = pair.second_programme_id
order by pair.shared_departments desc, pair.overlap_months desc nulls last, pair.first_position, pair.second_position,
    pair.first_programme_id, pair.second_programme_id
