"""Results: what was planned and what was achieved, where, for whom, and how two periods or places differ."""

from analytics import reading_results, results
from pages.shared import (
    filters,
    layout,
    results_compared,
    results_empty,
    results_places,
    results_sheet,
    results_view,
    store,
)

say = store.words()
chosen = filters.sidebar()
rows = store.ask(results.indicator_results, chosen)
where = results_places.level(chosen)
places = store.ask(results.indicator_results, chosen, by=where)
said = reading_results.standing_sentences(rows, places, say, results_view.targets_elsewhere(rows, chosen))
layout.lead(say("Are we on track?"), said, "results")
if rows.empty:
    results_empty.nothing(chosen)
else:
    results_view.rows_behind(chosen)
    results_empty.undated(chosen)
    results_empty.not_added(rows)
    results_view.standings(rows, chosen)
    results_view.nothing_planned(rows, chosen)
    results_view.money_stated(chosen)
    results_places.by_indicator(places, where, chosen)
    results_sheet.indicator(rows, places, where, chosen)
    results_compared.comparison(chosen)
    results_view.method(rows)
