-- The figures that documents state and that are not told in words only: counts of something and amounts of money, each with
-- the names of what it is of.
with stated as (
    select
        observation.observation_id as result_id,
        'observations:' || observation.observation_id as evidence,
        indicator.partnership_id,
        indicator.programme_id,
        observation.component_id,
        observation.activity_id,
        indicator.indicator_id,
        indicator.name_en as result_name_en,
        indicator.name_es as result_name_es,
        cast(null as varchar) as flow,
        observation.value,
        observation.qualifier,
        indicator.unit,
        case indicator.unit when 'us_dollars' then 'USD' end as currency,
        observation.kind,
        observation.start_on,
        observation.end_on,
        observation.place_id,
        observation.note_en as note_en,
        observation.note_es as note_es,
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
        contribution.name_en,
        contribution.name_es,
        contribution.flow,
        contribution.amount,
        contribution.qualifier,
        contribution.currency,
        contribution.currency,
        'published_total',
        contribution.start_on,
        contribution.end_on,
        null,
        contribution.note_en,
        contribution.note_es,
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
    partnership.short_name_en as partnership_name_en,
    partnership.short_name_es as partnership_name_es,
    stated.programme_id,
    programme.short_name_en as programme_name_en,
    programme.short_name_es as programme_name_es,
    stated.component_id,
    stated.activity_id,
    stated.indicator_id,
    stated.result_name_en,
    stated.result_name_es,
    stated.flow,
    stated.value,
    stated.qualifier,
    stated.unit,
    unit.name_en as unit_name_en,
    unit.name_es as unit_name_es,
    stated.currency,
    stated.kind,
    stated.start_on,
    stated.end_on,
    stated.place_id,
    place.name_en as place_name_en,
    place.name_es as place_name_es,
    stated.note_en,
    stated.note_es,
    stated.headline,
    source.title_en as source_title_en,
    source.title_es as source_title_es,
    stated.section,
    stated.line,
    stated.provenance,
    stated.evidence,
    partnership.position as partnership_position,
    programme.position as programme_position
from stated
inner join partnerships as partnership on partnership.partnership_id = stated.partnership_id
inner join sources as source on source.source_id = stated.source_id
left join programmes as programme on programme.programme_id = stated.programme_id
left join places as place on place.place_id = stated.place_id
left join code_lists as unit on unit.list = 'unit' and unit.code = stated.unit
