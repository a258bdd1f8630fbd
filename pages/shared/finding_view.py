"""The findings of a data set's imports: what was found, who deals with it and how it stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import findings as found
from analytics.columns import is_stated, said
from analytics.errors import TejidoError
from analytics.importing import naming
from analytics.wording import Words
from analytics.workspaces import Workspace
from pages.shared import layout, store

if TYPE_CHECKING:
    import pandas as pd

A_PAGE = 12
STANDING = {
    "open": lambda say, n: say.many("{n} open", "{n} open", n),
    "explained": lambda say, n: say.many("{n} explained", "{n} explained", n),
    "mended": lambda say, n: say.many("{n} mended", "{n} mended", n),
}
TONES = {"open": "brick", "explained": "maize", "mended": "teal"}


def _known() -> pd.DataFrame:
    """The findings with their states, those to be dealt with first; no row for the record of the documents."""
    rows, name = store.told().findings, store.workspace()
    return found.with_states(rows, found.states(Workspace(name).folder) if name else {})


def table(say: Words) -> pd.DataFrame:
    """The findings as the quality sheet has them: in whole for the analyst, to others how many of each rule."""
    rows = _known()
    if store.role() != "analyst":
        return rows[["severity", "rule", "file", "column", "findings", "state"]]
    texts = [naming.told(row._asdict(), say)[0] for row in rows.itertuples(index=False)]
    kept = ["severity", "rule", "finding_text", "file", "column", "row", "value", "findings", "state", "owner", "note"]
    return rows.assign(finding_text=texts)[kept]


def findings() -> None:
    """What the imports found and is to be dealt with, with owner and state, a page at a time."""
    if not store.workspace():
        return
    say = store.words()
    rows = _known()
    mine = rows[rows["severity"].isin(found.TO_DEAL_WITH)]
    layout.section(
        say("What the imports found"),
        say("One line for each rule, file and column. Who deals with it, and how it stands, is noted in the log too."),
    )
    if mine.empty:
        layout.note(say("Nothing was found that someone has to deal with."))
    else:
        st.html(f'<p class="tj-summary">{escape(_standing(mine, say))}</p>')
        if store.role() != "analyst":  # they quote cells of the files, and say who deals with them
            layout.note(say("Each finding by itself is for the analyst: it can quote what a row holds back."))
            return
        start = layout.page_start("finding", len(mine), A_PAGE)
        with st.container(key="findings", gap=None):
            for row in mine.iloc[start : start + A_PAGE].itertuples():
                _finding(row, say)
        layout.pager("finding", len(mine), A_PAGE)
    others = rows[~rows["severity"].isin(found.TO_DEAL_WITH)]
    if len(others):
        with st.expander(say.many("{n} correction or note", "{n} corrections and notes", len(others))):
            items = "".join(f"<li>{escape(_words(row, say))}</li>" for row in others.head(40).itertuples(index=False))
            st.html(f'<ul class="tj-plain tj-note">{items}</ul>')
            layout.and_more(len(others) - 40)


def _standing(rows: pd.DataFrame, say: Words) -> str:
    counts = rows["state"].value_counts()
    said_counts = [STANDING[state](say, int(counts[state])) for state in found.STATES if state in counts]
    cells = say.many("{n} cell or row", "{n} cells and rows", int(rows["findings"].sum()))
    all_of = say.many("{n} finding", "{n} findings", len(rows))
    return say("{findings} in {cells}: {states}.", findings=all_of, cells=cells, states=say.listing(said_counts))


def _words(row: object, say: Words) -> str:
    """A finding in a line: where, how often, what."""
    where = " · ".join(part for part in (row.file, row.column) if part)
    text, _ = naming.told(row._asdict(), say)
    return say("{where}: {text} ({n})", where=where, text=text, n=say.number(int(row.findings)))


def _finding(row: object, say: Words) -> None:
    with st.container(horizontal=True, gap="small", key=f"finding-{row.Index}", vertical_alignment="center"):
        st.html(_said_finding(row, say))
        if store.role() == "analyst":
            st.button(
                say("Note"), key=f"note-{row.Index}", type="tertiary", help=say("Owner, state and why"),
                on_click=_ask_for_note, args=(row.finding_id,),
            )  # fmt: skip
    if st.session_state.pop("_finding_asked", None) == row.finding_id:
        st.dialog(say("Owner and state"))(_form)(row)


def _ask_for_note(finding_id: str) -> None:
    st.session_state["_finding_asked"] = finding_id


def _said_finding(row: object, say: Words) -> str:
    text, advice = naming.told(row._asdict(), say)
    if row.findings > 1 and row.value:  # one rule met in many cells: the first of them is an example
        text = say("For example: {text}", text=text)
    state = f'<span class="tj-tag {TONES[row.state]}">{escape(str(said("state", row.state, say)))}</span>'
    where = " · ".join(escape(str(part)) for part in (row.file, row.sheet, row.column) if part)
    times = say.many("{n} time", "{n} times", int(row.findings))
    first = say("first in row {row}", row=say.number(int(row.row))) if is_stated(row.row) else ""
    owner = say("{owner} deals with it", owner=row.owner) if row.owner else say("nobody deals with it yet")
    lines = " · ".join(part for part in (where, escape(times), escape(first)) if part)
    note = f'<p class="tj-note">{escape(row.note)}</p>' if row.note else ""
    severity = escape(str(said("severity", row.severity, say)))
    return (
        f'<div class="tj-finding"><p>{state} <b>{escape(text)}</b> {escape(advice)}</p>'
        f'<p class="tj-note">{severity} · {lines}</p><p class="tj-note">{escape(owner)}</p>{note}</div>'
    )


def _form(row: object) -> None:
    """Asks for the state, the owner and why; saves them."""
    say = store.words()
    with st.form("finding-form", border=False):
        st.html(f"<p>{escape(_words(row, say))}</p>")
        state = st.segmented_control(
            say("State"), found.STATES, default=row.state, required=True,
            format_func=lambda code: str(said("state", code, say)),
        )  # fmt: skip
        owner = st.text_input(say("Who deals with it"), row.owner or "", max_chars=found.OWNER_CHARACTERS)
        note = st.text_area(say("Why, or what was done"), row.note or "", max_chars=found.NOTE_CHARACTERS)
        if st.form_submit_button(say("Save"), type="primary"):
            try:
                found.note_state(Workspace(store.workspace()), row.finding_id, state=state, owner=owner, note=note)
            except TejidoError as error:
                st.error(str(error))
            else:
                st.rerun()


def imported_sentence(say: Words) -> str:
    """When the files of the data set came in."""
    rows = store.told().imported
    if not rows:
        return ""
    return say("Imported: {files}.", files="; ".join(f"{name} ({say.day(day, 'day')})" for name, day in rows))
