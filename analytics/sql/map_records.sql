-- grain: one row per place of $level and step of time ($steps) with something recorded in it, of one issue type, data set and measure
--     step_key: all, 2024, 2024-Q1 or 2024-01; empty for rows that reach beyond one step or have no date
--     area_id: empty for rows without a place, or placed no finer than above $level; coarser_id is then the place that they have
--     total: empty where no row states a count; not_stated: rows without one
-- parameters: the selection, $issue_type_id, $dataset, $measure, $level, $steps
-- uses: records_at
select
    step_key, area_id, coarser_id, record_rows, total, not_stated, is_partial, first_year, last_year, evidence
from records_at
order by step_key, area_id, coarser_id
