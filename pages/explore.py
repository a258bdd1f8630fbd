"""Explore: any question an analyst has: a pivot whose cells open their rows, saved views, downloads, and SQL."""

from pages.shared import explore_files, explore_rows, explore_saved, explore_sql, explore_view, filters, layout, store

say = store.words()
explore_saved.open_asked()
chosen = filters.sidebar()
layout.lead(say("Ask your own question"), [], "explore")
if explore_view.way() == "sql":
    explore_saved.show()
    explore_sql.show(chosen)
else:
    spec = explore_view.choose(explore_view.asked())
    known = explore_view.names()
    found = explore_view.answered(spec, chosen, known)
    explore_saved.show()
    cell = explore_view.show(spec, chosen, found, known)
    explore_files.of_pivot(spec, found, chosen, known, cell)
    explore_rows.show(cell, spec, found, chosen, known)
