"""Overview: what the partnerships did, where and when, and what the documents leave open."""

import streamlit as st

from analytics import overview, reading
from analytics.charts.timeline import timeline
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
    sentences = reading.overview_sentences(totals, results, say)
    layout.lead(say("What the partnerships did"), sentences, "overview")
    parts.partnership_bands(bands, results)
    parts.small_map(chosen)
    moments = store.ask(overview.timeline, chosen)
    layout.figure(
        lambda: st.html(timeline(moments, store.look(), say)), title=say("When they worked"), table=moments,
        key="timeline", chosen=chosen, drop=("row_kind",),
        unit=say("Bars are stated dates; a faded end is not stated; a diamond is the month of a report."),
        summary=reading.undated_sentence(moments, say),
    )  # fmt: skip
    parts.not_known(store.ask(overview.not_stated, chosen))
