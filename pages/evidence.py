"""Evidence: every published figure with its document and line, and whether totals and records agree."""

from analytics import evidence, overview, reading
from pages.shared import evidence_view, filters, layout, store

say = store.words()
chosen = filters.sidebar()
results = store.ask(overview.published_results, chosen)
checks = store.ask(evidence.reconciliation, chosen)
layout.lead(say("Where every figure comes from"), reading.evidence_sentences(results, checks, say), "evidence")
if results.empty and store.workspace():
    layout.note(say("No total is published in this data set; its rows are below, each with its file and line."))
elif results.empty:
    layout.nothing_found(chosen)
else:
    layout.figure(
        lambda: evidence_view.reconciliation(checks), title=say("Do published totals and records agree?"),
        key="reconciliation",
        unit=say("A published total beside what the same document lists one by one."), table=checks, chosen=chosen,
    )  # fmt: skip
    layout.figure(
        lambda: evidence_view.stated(results),
        title=say("Every figure the documents state"), table=results, key="results", chosen=chosen, has_twin=False,
    )  # fmt: skip
evidence_view.told_in_words(store.ask(evidence.told_in_words, chosen))
rows = store.ask(evidence.evidence_rows)
evidence_view.find(rows, chosen)
evidence_view.documents(store.ask(evidence.source_documents), rows)
