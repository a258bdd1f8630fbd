-- grain: one row per figure that a document states: a count of something, or an amount of money
-- left out: figures told in words only; with a place chosen, figures that are not stated for a place inside it
-- parameters: the selection, $lang
-- uses: chosen_places, chosen_programmes, chosen_listed, stated_figures
select
    stated.result_id,
    stated.partnership_id,
    case $lang when 'es' then stated.partnership_name_es else stated.partnership_name_en end as partnership_name,
    stated.programme_id,
    case $lang when 'es' then stated.programme_name_es else stated.programme_name_en end as programme_name,
    stated.component_id,
    stated.indicator_id,
    case $lang when 'es' then stated.result_name_es else stated.result_name_en end as result_name,
    stated.flow,
    stated.value,
    stated.qualifier,
    stated.unit,
    case $lang when 'es' then stated.unit_name_es else stated.unit_name_en end as unit_name,
    stated.currency,
    stated.kind,
    stated.start_on,
    stated.end_on,
    stated.place_id,
    case $lang when 'es' then stated.place_name_es else stated.place_name_en end as place_name,
    case $lang when 'es' then stated.note_es else stated.note_en end as note,
    stated.headline,
    case $lang when 'es' then stated.source_title_es else stated.source_title_en end as source_title,
    stated.section,
    stated.line,
    stated.provenance,
    stated.evidence
from stated_figures as stated
where
    (
        stated.programme_id in (select programme_id from chosen_programmes)
        or (stated.programme_id is null and stated.activity_id in (select activity_id from chosen_listed))
    )
    and (len($places) = 0 or stated.place_id in (select place_id from chosen_places))
    and (len($components) = 0 or list_contains($components, stated.component_id))
    and (len($provenances) = 0 or list_contains($provenances, stated.provenance))
order by stated.partnership_position, stated.headline nulls last, stated.programme_position, stated.line, stated.evidence
