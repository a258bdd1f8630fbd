"""SQL on the Explore page: one statement that reads, answered in a process of its own; tables, examples, history."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from analytics import illustrative
from analytics.exports import frames
from analytics.selection import Selection
from analytics.sql_panel import documented
from analytics.sql_panel.panel import Answer, answer
from analytics.sql_panel.wording import refusal_sentence, rows_sentence
from pages.shared import layout, store
from pages.shared.labels import label
from pages.shared.question_view import RUNS, STATEMENT

ANSWER, HISTORY = "_sql_answer", "_sql_history"
KEPT = 20  # statements that the history holds


def show(chosen: Selection) -> None:
    """The editor, the answer, and what can be asked of."""
    say = store.words()
    if store.role() != "analyst":
        st.html(f'<div class="tj-open"><p>{say("Only an analyst asks in SQL.")}</p><p>{_why()}</p></div>')
        return
    if chosen.active():
        layout.note(say("The filters do not narrow a statement: it reads all rows, unless it says which."))
    _begin()
    above = st.container()  # filled last: what is answered now stands among what was asked before
    st.text_area(
        say("One statement that reads"), key="sql", height=230, on_change=_typed, placeholder="select …",
        help=say("One select over the tables below. It is ended after a few seconds and shows at most 10,000 rows."),
    )  # fmt: skip
    is_asked = st.button(say("Answer it"), key="sql-run", type="primary")
    if is_asked or st.session_state.pop(RUNS, False):
        _answer(st.session_state["sql"])
    with above:
        _beside()
    _shown()
    _tables()


def _why() -> str:
    say = store.words()
    return escape(say("Statements of one's own could take apart counts that are kept back."))


def _begin() -> None:
    """The editor keeps its statement while other pages are open."""
    first = documented.EXAMPLES[0][1]
    st.session_state["sql"] = st.session_state.setdefault(STATEMENT, first)


def _typed() -> None:
    st.session_state[STATEMENT] = st.session_state["sql"]


def _take(statement: str) -> None:
    st.session_state[STATEMENT] = statement
    st.session_state[RUNS] = True


def _beside() -> None:
    """Examples and what was asked before, one click from the editor."""
    say = store.words()
    with st.container(horizontal=True, gap="small", key="sql-begin"):
        with st.popover(say("Examples"), type="tertiary"):
            for number, (name, statement) in enumerate(documented.EXAMPLES):
                st.button(name(say), key=f"example-{number}", type="tertiary", on_click=_take, args=(statement,))
        history = st.session_state.get(HISTORY, [])
        if history:
            with st.popover(say("Asked before"), type="tertiary"):
                for number, statement in enumerate(history):
                    line = label(" ".join(statement.split())[:80])
                    st.button(line, key=f"history-{number}", type="tertiary", on_click=_take, args=(statement,))


def _answer(statement: str) -> None:
    """Asks, and keeps the answer: a download or a filter does not ask again."""
    snapshot = store.warehouse().snapshot
    with st.spinner(store.words()("Being answered …")):
        found = answer(snapshot, statement, store.role())
    st.session_state[ANSWER] = (snapshot.id, statement, found)
    history = [statement, *(one for one in st.session_state.get(HISTORY, []) if one != statement)]
    st.session_state[HISTORY] = [one for one in history if one.strip()][:KEPT]


def _shown() -> None:
    say = store.words()
    of, statement, found = st.session_state.get(ANSWER, ("", "", None))
    if found is None or of != store.warehouse().snapshot.id:
        return
    if found.refusal:
        st.html(f'<div class="tj-open tj-said"><p>{escape(refusal_sentence(found.refusal, say))}</p></div>')
        return
    with st.container(key="sql-answer"):
        told = say("{rows}, in {n} seconds", rows=rows_sentence(found, say), n=say.number(round(found.seconds, 1)))
        layout.note(told)
        st.dataframe(found.frame, hide_index=True, key="sql-rows", placeholder="—")
        _downloads(found, statement)


def _downloads(found: Answer, statement: str) -> None:
    say = store.words()
    title = say("Answer to a statement in SQL")
    of = layout.about(Selection(), title) | {"statement": statement}
    makers = {
        "csv": partial(frames.csv, found.frame, of),
        "xlsx": partial(frames.workbook, title, of, {say("Rows"): found.frame}, say),
        "parquet": partial(frames.parquet, found.frame, of),
    }
    is_made_up = store.is_illustrative()
    with st.container(horizontal=True, gap="small", key="tools-sql"):
        for form, make in makers.items():
            st.download_button(
                form.upper(), data=make, file_name=illustrative.file_name(f"tejido-sql.{form}", is_made_up),
                mime=frames.MIME[form], key=f"sql-{form}", type="tertiary", on_click="ignore",
            )  # fmt: skip


def _tables() -> None:
    """The tables with their grain, rows and columns."""
    say = store.words()
    layout.section(say("The tables"), say("What a row is, and what each column holds. An empty cell means not stated."))
    views = {view.name: view for view in documented.views()}
    counts = documented.row_counts(store.warehouse().snapshot, store.role())

    def told(name: str) -> str:
        rows = say.many("{n} row", "{n} rows", counts[name]) if name in counts else ""
        return f"{name} · {rows}" if rows else name

    chosen = st.selectbox(say("Table"), list(views), key="sql-table", format_func=told)
    view = views[chosen]
    layout.note(say("A row is {grain}.", grain=say.written(view.grain)))
    st.dataframe(documented.columns_frame(view, say), hide_index=True, key="sql-columns")
    st.button(
        say("Show some of its rows"), key="sql-look", type="tertiary", on_click=_take,
        args=(f"select *\nfrom {view.name}\nlimit 100",),
    )  # fmt: skip
