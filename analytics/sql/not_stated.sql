-- grain: one row per thing that the documents leave open; `gap` names its kind, `subject` what it concerns
-- parameters: the selection, $lang
-- uses: chosen_programmes, stated_gaps
select
    gap.gap,
    gap.partnership_id,
    case $lang when 'es' then gap.short_name_es else gap.short_name_en end as partnership_name,
    gap.programme_id,
    case $lang when 'es' then gap.subject_es else gap.subject_en end as subject,
    gap.value,
    gap.evidence
from stated_gaps as gap
inner join chosen_programmes as chosen on chosen.programme_id = gap.programme_id
order by gap.partnership_position, gap.rank, gap.programme_id, subject, gap.evidence
