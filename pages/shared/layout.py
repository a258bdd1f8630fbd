"""What pages are laid out from: lead sentence, headline cards, figures with their table, download and evidence."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import evidence as evidence_questions
from analytics import illustrative
from analytics.charts.marking import marked
from analytics.columns import is_stated, printed, readable, references, with_sources
from analytics.exports.text import as_csv
from analytics.selection import Selection
from analytics.sources import sentence_at
from pages.shared import add_to_story, filters, question_view, store

if TYPE_CHECKING:
    import pandas as pd

SOURCES = "TEJIDO_SOURCES"  # names a folder that holds the source documents


def lead(title: str, sentences: list[tuple[str, tuple[str, ...]]], key: str) -> None:
    """The page's headline, and sentences that a leader can copy and say, each with its sources."""
    say = store.words()
    st.title(title, anchor=False)
    if not sentences:
        return
    if store.is_illustrative():  # a sentence that is copied keeps the mark
        sentences = [(f"{illustrative.word(say)}: {sentence}", refs) for sentence, refs in sentences]
    st.html("".join(f'<p class="tj-lede">{escape(sentence)}</p>' for sentence, _ in sentences))
    with st.container(horizontal=True, gap="medium", key=f"lead-tools-{key}", vertical_alignment="center"):
        with st.popover(say("Copy"), type="tertiary", key=f"copy-{key}"):
            for sentence, refs in sentences:
                st.code(f"{sentence}\n{_cited(refs)}", language=None, wrap_lines=True)
        evidence(tuple(dict.fromkeys(ref for _, refs in sentences for ref in refs)), f"lead-{key}")


def section(title: str, note: str = "", anchor: str = "") -> None:
    """A part of a page: its heading, and a line in small type. A link that ends in `#anchor` opens the page there."""
    st.subheader(title, anchor=anchor or False)  # an id in HTML of ours would come too late for the browser to go to
    mark()
    if note:
        st.html(f'<p class="tj-note">{escape(note)}</p>')


def mark() -> None:
    """The word that stands in every figure of the illustrative portfolio; nothing where the data is real."""
    if store.is_illustrative():
        st.html(f'<p class="tj-illustrative">{escape(illustrative.word(store.words()))}</p>')


def note(text: str) -> None:
    st.html(f'<p class="tj-note">{escape(text)}</p>')


def and_more(n: int, left_out: int = 0) -> None:
    """Says how many rows are not shown, and how many a download leaves out; nothing where all are."""
    say = store.words()
    if left_out > 0:
        words = {"n": say.number(n), "left_out": say.number(left_out)}
        note(say("… and {n} more; the download has all but the last {left_out}.", **words))
    elif n > 0:
        note(say("… and {n} more; the download has them all.", n=say.number(n)))


def page_start(key: str, rows: int, size: int) -> int:
    """The first row of the page of a long list that the address asks for."""
    asked = st.query_params.get(key, "")
    first = int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return max(min(first, rows - 1), 0) // size * size


def pager(key: str, rows: int, size: int) -> None:
    """Forward and back through a long list, its place kept in the address under `key`."""
    if rows <= size:
        return
    say, start = store.words(), page_start(key, rows, size)

    def turn(to: int) -> None:
        filters.write(key, [str(to + 1)] if to else [])

    with st.container(horizontal=True, gap="small", key=f"pager-{key}", vertical_alignment="center"):
        st.button(say("Back"), key=f"back-{key}", on_click=turn, args=(start - size,), disabled=start == 0)
        st.button(say("Forward"), key=f"on-{key}", on_click=turn, args=(start + size,), disabled=start + size >= rows)
        numbers = {"first": start + 1, "last": min(start + size, rows), "all": rows}
        note(say("{first} to {last} of {all}", **{name: say.number(n) for name, n in numbers.items()}))


def cards(results: pd.DataFrame, key: str) -> None:
    """One card per headline figure: its name, the figure with its qualifier, unit and note, and its evidence."""
    say = store.words()
    with st.grid(columns="auto", min_column_width=180, key=f"cards-{key}", gap="small"):
        for row in results.itertuples(index=False):
            with st.container(border=True, key=f"card-{row.result_id}", height="stretch", gap="small"):
                st.html(_card(row, say))
                evidence(tuple(row.evidence.split(" ")), f"card-{row.result_id}")


def _card(row: object, say: Callable) -> str:
    figure = say.quantity(row.value, row.qualifier, row.currency if is_stated(row.currency) else None)
    remark = escape(row.note) if is_stated(row.note) else ""
    if store.is_illustrative():
        remark = f'<span class="tj-illustrative">{escape(illustrative.word(say))}</span> {remark}'
    return (
        f'<div class="tj-card bare"><div class="figure">{escape(figure)}</div>'
        f'<div class="label">{escape(row.result_name)}</div><div class="note">{remark}</div></div>'
    )


def figure(
    draw: Callable[[], object], *, title: str, table: pd.DataFrame, key: str, chosen: Selection, unit: str = "",
    summary: str = "", extra: tuple[str, ...] = (), drop: tuple[str, ...] = (), has_twin: bool = True,
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:  # fmt: skip
    """A figure with all that belongs to it: title, unit, drawing, a summary in words, table twin, download, evidence.

    `draw` paints the figure; `table` is what it shows, row by row; `extra` are further references behind it. Where
    that is only the first of many rows, `whole` gives what a download has.
    """
    section(title, unit)
    draw()
    if summary:
        st.html(f'<p class="tj-summary">{escape(summary)}</p>')
    tools(table, key=key, chosen=chosen, title=title, extra=extra, drop=drop, has_twin=has_twin, whole=whole)


def plotly(picture: object, key: str, alt: str) -> None:
    """A Plotly figure in the house's theme; `alt` says in words what it shows."""
    if store.is_illustrative():
        picture, alt = marked(picture, store.words()), f"{illustrative.word(store.words())}: {alt}"
    st.plotly_chart(picture, key=key, theme=None, config={"displayModeBar": False}, alt=alt)


def tools(
    table: pd.DataFrame, *, key: str, chosen: Selection, title: str, extra: tuple[str, ...] = (),
    drop: tuple[str, ...] = (), has_twin: bool = True, whole: Callable[[], pd.DataFrame] | None = None,
    slide: tuple[str, dict[str, str]] | None = None,
) -> None:  # fmt: skip
    """The line under a figure: table twin, download of what is shown, evidence, and the slide that it makes.

    `slide` is the figure of a slide with its own parameters, where neither key nor address says them.
    """
    say = store.words()
    refs = references(table) + extra
    with st.container(horizontal=True, gap="small", key=f"tools-{key}", vertical_alignment="center"):
        is_open = has_twin and st.toggle(say("Table"), key=f"table-{key}")
        st.download_button(
            say("Download CSV"), data=partial(download, whole or table, about(chosen, title), store.asking()),
            file_name=illustrative.file_name(f"tejido-{key}.csv", store.is_illustrative()),
            mime="text/csv", key=f"csv-{key}", type="tertiary", on_click="ignore",
        )  # fmt: skip
        evidence(refs, key)
        question_view.button(table, key)
        add_to_story.offer(key, chosen, slide)
    if is_open:
        twin(table, f"twin-{key}", drop)


def twin(table: pd.DataFrame, key: str, drop: tuple[str, ...] = ()) -> None:
    """A frame as a table in a reader's words and number marks."""
    say = store.words()
    st.dataframe(printed(readable(table, say, drop), say), hide_index=True, key=key, placeholder=say("not stated"))


def about(chosen: Selection, title: str) -> dict[str, str]:
    """What stands beside every row that is taken along: the figure, the selection, the version of the data."""
    say = store.words()
    built_at, snapshot_id, _ = store.version()
    selection = "; ".join(text for _, _, text in filters.described(chosen, say)) or say("everything")
    of = {"figure": title, "selection": selection, "version": f"{built_at:%Y-%m-%d} {snapshot_id}"}
    of |= {"data": store.workspace()} if store.workspace() else {}
    return of | ({illustrative.ILLUSTRATIVE: illustrative.sentence(say)} if store.is_illustrative() else {})


def download(
    table: pd.DataFrame | Callable[[], pd.DataFrame], of: dict[str, str], ask: Callable[..., pd.DataFrame]
) -> bytes:
    """What is shown as CSV, each row with its sources and what it is of.

    Made when it is asked for, after the visit whose address said which data and language are read: it is handed both.
    """
    table = table() if callable(table) else table
    rows = with_sources(table, evidence_questions.of_all(ask, references(table)))
    return ("\ufeff" + as_csv(rows, of)).encode()


def evidence(refs: tuple[str, ...], key: str, label: str = "", type: str = "tertiary") -> None:
    """A button that opens, beside the figure, the document and line behind each row."""
    if not refs:
        return
    say = store.words()
    if st.button(label or say("Source"), key=f"evidence-{key}", type=type, help=say("Document and line behind this")):
        st.dialog(say("Where this comes from"), width="medium", position="right")(_drawer)(refs)


def _cited(refs: tuple[str, ...]) -> str:
    rows = store.ask(evidence_questions.evidence_rows, references=refs)
    say = store.words()
    lines = rows.groupby("source_title", sort=False)["line"].agg(lambda s: ", ".join(str(n) for n in sorted(set(s))))
    cited = [say("{document}, line {lines}", document=title, lines=numbers) for title, numbers in lines.items()]
    return say("Source: {sources}", sources="; ".join(cited))


def _drawer(refs: tuple[str, ...]) -> None:
    say = store.words()
    rows = store.ask(evidence_questions.evidence_rows, references=refs)
    mark()
    documents = store.ask(evidence_questions.source_documents).set_index("source_id")
    note(say.many("{n} row of the published record", "{n} rows of the published record", len(rows)))
    for title, group in rows.groupby("source_title", sort=False):
        st.html(f'<h4 class="tj-source-title">{escape(title)}</h4>')
        parts = [_evidence_item(row, documents, say) for row in group.head(60).itertuples(index=False)]
        st.html("".join(parts))
        and_more(len(group) - len(parts))


def _evidence_item(row: object, documents: pd.DataFrame, say: Callable) -> str:
    value = ""
    if is_stated(row.value):
        currency = row.unit if row.table_name == "contributions" else None
        value = f" <b>{escape(say.quantity(row.value, row.qualifier, currency))}</b>"
    where = say("{section}, line {line}", section=row.section, line=row.line)
    sentence = _sentence(row, documents)
    quote = f'<blockquote class="tj-quote">{escape(sentence)}</blockquote>' if sentence else ""
    reading = f'<span class="tj-tag">{say("as it stands there: {anchor}", anchor=escape(row.anchor))}</span>'
    what = f'<p>{escape(row.what)}{value}</p><p class="tj-note">{escape(where)}</p>'
    return f'<div class="tj-evidence">{what}{reading}{quote}</div>'


def _sentence(row: object, documents: pd.DataFrame) -> str | None:
    """The line of the document, where a folder with the documents is named and the row may be quoted."""
    folder = os.environ.get(SOURCES)
    if not folder or row.disclosure != "open":
        return None
    document = documents.loc[row.source_id]
    return sentence_at(Path(folder), document["file_name"], int(row.line), document["sha256"])


def nothing_found(chosen: Selection) -> None:
    """Says that nothing fits the filters, and which one to loosen."""
    say = store.words()
    active = filters.described(chosen, say)
    loosen = say("Take away a filter above: {filters}.", filters="; ".join(t for _, _, t in active)) if active else ""
    st.html(
        f'<div class="tj-open"><p>{say("Nothing is recorded for this selection.")}</p><p>{escape(loosen)}</p></div>'
    )


def banner() -> None:
    """What every page must say first: damaged data, or a preview of another role."""
    say = store.words()
    built_at, _, faults = store.version()
    if faults:
        text = say("The newest data could not be opened. You see the version of {day}.", day=say.day(built_at, "day"))
        st.warning(f"{text} {faults[0]}")
    if store.is_illustrative():
        st.html(f'<p class="tj-illustrative page">{escape(illustrative.sentence(say))}</p>')
    if store.is_outdated():
        st.info(say("A newer version was published. You keep seeing yours until you load the page again."))
    if store.role() != "analyst":
        st.info(say("Preview: what the role “{role}” sees.", role=_role_name(store.role())))


def _role_name(role: str) -> str:
    say = store.words()
    return {"public": say("public"), "partner": say("partner")}.get(role, role)


def foot() -> None:
    """The last line of a page: the version of the data and the note on its limits."""
    say = store.words()
    built_at, snapshot_id, _ = store.version()
    day = say.day(built_at, "day")
    text = say("Version of {day}. What is shown is what the source documents state, in our words.", day=day)
    if name := store.workspace():
        text = say(
            "Data set {name}, version of {day}. What is shown is what the imported files state.", name=name, day=day
        )
    if store.is_illustrative():
        text = illustrative.sentence(say)
    st.html(f'<p class="tj-foot" title="{escape(snapshot_id)}">{escape(text)}</p>')
