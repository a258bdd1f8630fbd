"""Quality: who has reported, what may stand twice, what is stated, how exactly and lately, what imports found."""

from analytics import quality, reading_quality
from pages.shared import filters, layout, quality_view, store

say = store.words()
chosen = filters.sidebar()
reported = store.ask(quality.reporting_by_year, chosen)
twice = store.ask(quality.reported_twice, chosen)
complete = store.ask(quality.completeness, chosen)
precision = store.ask(quality.place_precision, chosen)
money = store.ask(quality.currencies, chosen)
timely = store.ask(quality.timeliness, chosen)
layout.lead(
    say("How good the data are"), reading_quality.quality_sentences(complete, precision, timely, say), "quality"
)
if timely.empty:
    layout.nothing_found(chosen)
else:
    quality_view.sheet(reported, twice, complete, precision, money, timely, chosen=chosen)
quality_view.findings()
quality_view.reporting(reported, chosen)
quality_view.stated(complete, chosen)
quality_view.places(precision, chosen)
quality_view.twice(twice, chosen)
quality_view.money(money, chosen)
quality_view.timely(timely, chosen)
