"""Overview: what the partnerships did, where and when, and what the documents leave open."""

from analytics import overview, reading
from pages.shared import filters, layout, parts, store

say = store.words()
chosen = filters.sidebar()
bands = store.ask(overview.partnership_bands, chosen)
if bands.empty:
    layout.lead(say("What the partnerships did"), [], "overview")
    layout.nothing_found(chosen)
else:
    totals = store.ask(overview.totals, chosen).iloc[0]
    results = store.ask(overview.published_results, chosen)
    title = say("What the partnerships did") if totals["partnerships"] else say("What was done")
    layout.lead(title, reading.overview_sentences(totals, results, say), "overview")
    parts.partnership_bands(bands, results, chosen)
    parts.small_map(chosen)
    parts.moments(store.ask(overview.timeline, chosen), chosen)
    parts.by_year(store.ask(overview.activities_by_year, chosen), chosen)
    parts.not_known(store.ask(overview.not_stated, chosen))
