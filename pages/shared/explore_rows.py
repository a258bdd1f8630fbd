"""The rows behind a cell of the pivot, under exactly its filters, with their sources."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.columns import references
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.table import Pivot, rows_behind
from analytics.pivots.words import Names, cell_title, worth_text
from analytics.selection import Selection
from pages.shared import explore_files, filters, layout, question_view, store

PAGE = 25


def show(cell: Cell | None, spec: Spec, found: Pivot, chosen: Selection, known: Names) -> None:
    """The rows behind the open cell, a page at a time; says so where the address opens one that holds nothing."""
    worth = found.worth(cell.measure, cell.row, cell.column) if cell else None
    say = store.words()
    if cell is None or worth is None:
        if st.query_params.get("cell"):
            layout.note(say("Nothing is recorded behind the cell that this link opens."))
        return
    with st.container(key="behind"):
        layout.section(say("Behind the cell: {cell}", cell=cell_title(cell, spec, known, say)))
        told = f"{say.many('{n} row', '{n} rows', worth.rows)} · {worth_text(worth, known, say)}"
        st.html(f'<p class="tj-summary">{escape(told)}</p>')
        start = layout.page_start("from", worth.rows, PAGE)
        rows = known.worded(rows_behind(store.ask, cell, spec, chosen, start, PAGE), say)
        layout.twin(rows, "behind-rows")
        layout.pager("from", worth.rows, PAGE)
        explore_files.of_rows(cell, spec, chosen, known, worth.rows)
        with st.container(horizontal=True, gap="small", key="tools-behind"):
            layout.evidence(references(rows), "behind")
            question_view.button(rows, "behind")
            _close()


def _close() -> None:
    say = store.words()
    st.button(say("Close"), key="close-cell", on_click=filters.write, args=("cell", []), type="tertiary")
