"""The pieces of the Evidence page: reconciliation, what is told in words, the record by document."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics.columns import said
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import layout, store

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200  # of figures, and of the record, at once; the download has all
MARKS = {"agrees": "teal", "above": "maize", "below": "maize", "cannot_be_checked": ""}


def reconciliation(checks: pd.DataFrame) -> None:
    """A table: the published figure, what is listed one by one, the verdict in words, and why."""
    say = store.words()
    head = [
        say("Programme"),
        say("Result"),
        say("Published"),
        say("Listed one by one"),
        say("Do they agree?"),
        say("Why"),
    ]
    rows = "".join(_check_row(row, head, say) for row in checks.itertuples(index=False))
    cells = "".join(f"<th scope='col'>{escape(name)}</th>" for name in head)
    table = f'<table class="tj-table tj-stack"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
    st.html(f'<div class="tj-figure">{table}</div>')


def _check_row(row: object, head: list[str], say: Words) -> str:
    records = say.number(row.records) if row.verdict != "cannot_be_checked" else say("none named")
    verdict = f'<span class="tj-tag {MARKS[row.verdict]}">{escape(str(said("verdict", row.verdict, say)))}</span>'
    first, *cells = [
        escape(row.programme_name), escape(row.result_name), say.quantity(row.published, row.qualifier), records,
        verdict, escape(row.note or ""),
    ]  # fmt: skip
    named = zip(head[1:], cells, strict=True)
    shown = "".join(f'<td data-of="{escape(of)}"{"" if cell else " class=none"}>{cell}</td>' for of, cell in named)
    return f'<tr><th scope="row">{first}</th>{shown}</tr>'


def stated(results: pd.DataFrame) -> None:
    """The figures that documents state, the first of them where they are very many."""
    layout.twin(results.head(MOST_ROWS), "results", ("start_on", "end_on", "component_name"))
    layout.and_more(len(results) - MOST_ROWS)


def told_in_words(told: pd.DataFrame) -> None:
    """What is told in words only, without names, and why."""
    if told.empty:
        return
    say = store.words()
    layout.section(
        say("Told in words only"),
        say("Not counted, not mapped and not exported, so that nobody is exposed. Names and countries are left out."),
    )
    st.html(
        "".join(f'<div class="tj-open"><p>{escape(row.told_text)}</p></div>' for row in told.itertuples(index=False))
    )


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def find(rows: pd.DataFrame, chosen: Selection) -> None:
    """Looks a word or a number up in the whole published record."""
    say = store.words()
    layout.section(
        say("Find it in the record"), say("Every row of the published record, in our words, with document and line.")
    )
    sought = st.text_input(
        say("A word, a name or a number"), key="find", placeholder=say("for example 14,903 or Tumaco")
    )
    found = rows
    if sought:
        needle = _plain(sought)
        digits = needle.replace(",", "").replace(".", "")
        text = (rows["what"] + " " + rows["section"] + " " + rows["anchor"] + " " + rows["source_title"]).map(_plain)
        matches = text.str.contains(needle, regex=False)
        if digits.isdigit():
            matches |= rows["value"].eq(float(digits))
        found = rows[matches]
    if found.empty:
        layout.note(say("No row holds “{sought}”.", sought=sought))
        return
    layout.twin(found.head(MOST_ROWS), "record")
    layout.and_more(len(found) - MOST_ROWS)
    layout.tools(
        found.assign(evidence=found["reference"]),
        key="record",
        chosen=chosen,
        title=say("Published record"),
        has_twin=False,
    )


def documents(sources: pd.DataFrame, rows: pd.DataFrame) -> None:
    """The documents, how many rows rest on each, and the fingerprint by which a copy is known."""
    say = store.words()
    layout.section(say("The documents"), say("A copy is the same document if its fingerprint (sha256) is the same."))
    cited = rows.groupby("source_id").size()
    for row in sources.itertuples(index=False):
        count = say.many("{n} row rests on it", "{n} rows rest on it", int(cited.get(row.source_id, 0)))
        if row.activities_counted:
            count += " · " + say.many(
                "{n} activity is counted with its data set; Explore lists it",
                "{n} activities are counted with their data set; Explore lists them", int(row.activities_counted),
            )  # fmt: skip
        remark = f'<p class="tj-note">{escape(row.note)}</p>' if row.note else ""
        lines = say.many("{n} line", "{n} lines", row.line_count)
        st.html(
            f'<div class="tj-open"><p><b>{escape(row.source_title)}</b> · {escape(row.source_kind)}</p>'
            f'<p class="tj-note">{lines} · {count}</p>{remark}'
            f'<p class="tj-hash">{escape(row.file_name)} · {row.sha256}</p></div>'
        )
    layout.note(
        say(
            "To read the sentences themselves, name the folder that holds the documents in the setting {setting}"
            " and start again.",
            setting=layout.SOURCES,
        )
    )  # fmt: skip
