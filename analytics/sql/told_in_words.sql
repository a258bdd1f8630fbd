-- grain: one row per fact that is told in words only: never counted, mapped or exported
-- parameters: the selection, $lang
-- uses: chosen_programmes, listed_activities
select told.told_text, told.evidence
from (
    select
        partnership_id,
        case $lang when 'es' then description_es else description_en end as told_text,
        'activities:' || activity_id as evidence
    from listed_activities where disclosure = 'words_only'
    union all
    select
        partnership_id,
        case $lang when 'es' then as_stated_es else as_stated_en end,
        'issues:' || issue_id
    from issues where disclosure = 'words_only'
    union all
    select
        partnership_id,
        case $lang when 'es' then text_es else text_en end,
        'statements:' || statement_id
    from statements where disclosure = 'words_only'
    union all
    select
        indicator.partnership_id,
        case $lang when 'es' then observation.note_es else observation.note_en end,
        'observations:' || observation.observation_id
    from observations as observation
    inner join indicators as indicator on indicator.indicator_id = observation.indicator_id
    where observation.disclosure = 'words_only'
) as told
where
    told.told_text is not null
    and told.partnership_id in (select partnership_id from chosen_programmes)
order by told.evidence
