-- grain: one row per figure that a document states: a count of something, or an amount of money
-- left out: figures told in words only; with a place chosen, figures that are not stated for a place inside it
-- parameters: the selection, $lang
-- uses: chosen_places, chosen_programmes, chosen_listed
with stated as (
    select
        observation.observation_id as result_id,
        'observations:' || observation.observation_id as evidence,
        indicator.partnership_id,
        indicator.programme_id,
        observation.component_id,
        observation.activity_id,
        indicator.indicator_id,
        case $lang when 'es' then indicator.name_es else indicator.name_en end as result_name,
        cast(null as varchar) as flow,
        observation.value,
        observation.qualifier,
        indicator.unit,
        case indicator.unit when 'us_dollars' then 'USD' end as currency,
        observation.kind,
        observation.start_on,
        observation.end_on,
        observation.place_id,
        case $lang when 'es' then observation.note_es else observation.note_en end as note,
        observation.headline,
        observation.source_id,
        observation.section,
        observation.line,
        observation.provenance
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    where observation.disclosure = 'open'
    union all
    select
        contribution.contribution_id,
        'contributions:' || contribution.contribution_id,
        programme.partnership_id,
        contribution.programme_id,
        null,
        null,
        null,
        case $lang when 'es' then contribution.name_es else contribution.name_en end,
        contribution.flow,
        contribution.amount,
        contribution.qualifier,
        contribution.currency,
        contribution.currency,
        'published_total',
        contribution.start_on,
        contribution.end_on,
        null,
        case $lang when 'es' then contribution.note_es else contribution.note_en end,
        contribution.headline,
        contribution.source_id,
        contribution.section,
        contribution.line,
        contribution.provenance
    from contributions as contribution
    inner join programmes as programme on programme.programme_id = contribution.programme_id
)
select
    stated.result_id,
    stated.partnership_id,
    case $lang when 'es' then partnership.short_name_es else partnership.short_name_en end as partnership_name,
    stated.programme_id,
    case $lang when 'es' then programme.short_name_es else programme.short_name_en end as programme_name,
    stated.component_id,
    stated.indicator_id,
    stated.result_name,
    stated.flow,
    stated.value,
    stated.qualifier,
    stated.unit,
    case $lang when 'es' then unit.name_es else unit.name_en end as unit_name,
    stated.currency,
    stated.kind,
    stated.start_on,
    stated.end_on,
    stated.place_id,
    case $lang when 'es' then place.name_es else place.name_en end as place_name,
    stated.note,
    stated.headline,
    case $lang when 'es' then source.title_es else source.title_en end as source_title,
    stated.section,
    stated.line,
    stated.provenance,
    stated.evidence
from stated
inner join partnerships as partnership on partnership.partnership_id = stated.partnership_id
inner join sources as source on source.source_id = stated.source_id
left join programmes as programme on programme.programme_id = stated.programme_id
left join places as place on place.place_id = stated.place_id
left join code_lists as unit on unit.list = 'unit' and unit.code = stated.unit
where
    (
        stated.programme_id in (select programme_id from chosen_programmes)
        or (stated.programme_id is null and stated.activity_id in (select activity_id from chosen_listed))
    )
    and (len($places) = 0 or stated.place_id in (select place_id from chosen_places))
    and (len($components) = 0 or list_contains($components, stated.component_id))
    and (len($provenances) = 0 or list_contains($provenances, stated.provenance))
order by partnership.position, stated.headline nulls last, programme.position, stated.line, stated.evidence
