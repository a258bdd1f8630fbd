"""The question behind a figure: its SQL with the values that were bound, one click from Explore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics.sql_panel.questions import Asked, asked_of, bound_sql
from pages.shared import filters, store

if TYPE_CHECKING:
    import pandas as pd

EXPLORE = Path(__file__).parents[1] / "explore.py"
STATEMENT, RUNS = "_sql_text", "_sql_runs"  # what Explore's editor holds, and whether it is to be answered at once


def button(table: pd.DataFrame, key: str) -> None:
    """A button that opens the question whose answer a figure shows; nothing where it shows no answer."""
    of(asked_of(table), key)


def of(asked: tuple[Asked, ...], key: str) -> None:
    """The same for questions that are known already."""
    say = store.words()
    help = say("The question behind this, in SQL")
    if asked and st.button(say("Question"), key=f"question-{key}", type="tertiary", help=help):
        st.dialog(say("The question behind this, in SQL"), width="large")(_shown)(asked, key)


def _shown(asked: tuple[Asked, ...], key: str) -> None:
    say = store.words()
    for number, one in enumerate(asked):
        sql, name = bound_sql(one), one.name.partition(":")[0]
        st.html(f'<p class="tj-note">{say("{name}, with the filters and the language of this page", name=name)}</p>')
        is_analyst = store.role() == "analyst"
        if is_analyst and st.button(say("Open in Explore"), key=f"explore-{key}-{number}", type="primary"):
            open_in_explore(sql)
        st.code(sql, language="sql", wrap_lines=True)


def open_in_explore(sql: str) -> None:
    """Goes to Explore's SQL with this statement, which is answered there."""
    st.session_state[STATEMENT], st.session_state[RUNS] = sql, True
    kept = {name: st.query_params.get_all(name) for name in filters.CARRIED if name in st.query_params}
    st.switch_page(EXPLORE, query_params=kept | {"by": "sql"})
