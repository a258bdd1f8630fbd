-- Each indicator with all that its row says, its names and those of its partnership, programme and words. Where programmes have
-- indicators of one name, the programme stands behind it.
select
    indicator.indicator_id,
    indicator.name_en || case
        when min(coalesce(indicator.programme_id, indicator.partnership_id)) over (partition by indicator.name_en)
            < max(coalesce(indicator.programme_id, indicator.partnership_id)) over (partition by indicator.name_en)
            then ' · ' || coalesce(programme.short_name_en, partnership.short_name_en) else '' end as name_en,
    indicator.name_es || case
        when min(coalesce(indicator.programme_id, indicator.partnership_id)) over (partition by indicator.name_es)
            < max(coalesce(indicator.programme_id, indicator.partnership_id)) over (partition by indicator.name_es)
            then ' · ' || coalesce(programme.short_name_es, partnership.short_name_es) else '' end as name_es,
    indicator.partnership_id,
    partnership.short_name_en as partnership_name_en,
    partnership.short_name_es as partnership_name_es,
    indicator.programme_id,
    programme.short_name_en as programme_name_en,
    programme.short_name_es as programme_name_es,
    coalesce(indicator.programme_id, indicator.partnership_id) as owner_id,
    indicator.definition_en,
    indicator.definition_es,
    indicator.unit,
    unit.name_en as unit_name_en,
    unit.name_es as unit_name_es,
    indicator.measure,
    measure.name_en as measure_name_en,
    measure.name_es as measure_name_es,
    indicator.direction,
    direction.name_en as direction_name_en,
    direction.name_es as direction_name_es,
    indicator.aggregation,
    rule.name_en as rule_name_en,
    rule.name_es as rule_name_es,
    indicator.is_cumulative,
    indicator.counted_from,
    indicator.verification_en,
    indicator.verification_es,
    source.title_en as source_title_en,
    source.title_es as source_title_es,
    indicator.section,
    indicator.line,
    indicator.provenance,
    partnership.position as partnership_position,
    'indicators:' || indicator.indicator_id as evidence
from indicators as indicator
inner join partnerships as partnership on partnership.partnership_id = indicator.partnership_id
left join sources as source on source.source_id = indicator.source_id
left join programmes as programme on programme.programme_id = indicator.programme_id
left join code_lists as unit on unit.list = 'unit' and unit.code = indicator.unit
left join code_lists as measure on measure.list = 'indicator_measure' and measure.code = indicator.measure
left join code_lists as direction on direction.list = 'indicator_direction' and direction.code = indicator.direction
left join code_lists as rule on rule.list = 'aggregation' and rule.code = indicator.aggregation
