"""The pivot on the Explore page: what is chosen, the table, why a total is not told, what each measure means.

All of it stands in the address: `measure`, `rows`, `columns`, `share`, `change`, `order`, the open `cell` and its page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from html import escape

import streamlit as st

from analytics import explore
from analytics.charts.pivot import MOST_COLUMNS, RESERVED, pivot_table, refusals
from analytics.pivots.catalogue import AXES, MEASURES, axes_of
from analytics.pivots.spec import MEASURES_MOST, NONE, ORDERS, OWN, SHARES, Cell, Spec
from analytics.pivots.table import Pivot, columns_of, pivot
from analytics.pivots.words import (
    Names,
    axis_name,
    meanings,
    measure_name,
    title,
    total_sentence,
    untold_sentences,
)
from analytics.selection import Selection
from pages.shared import explore_chart, filters, layout, store
from pages.shared.served_files import asset_url

NUMBERS_A_PAGE = 600  # cells of a table that a browser draws at once
ROWS_A_PAGE = (10, 50)
STUB = """
let pivot;
export default async function (component) {{
  pivot ??= import(new URL("{url}", document.baseURI));
  return (await pivot).default(component);
}}
"""
_mounted: dict[str, Callable] = {}


def way() -> str:
    """How she asks: by a pivot or in SQL; kept in the address as `by`."""
    say = store.words()
    said = {"pivot": say("By rows and columns"), "sql": say("In SQL")}
    st.session_state["by"] = "sql" if st.query_params.get("by") == "sql" else "pivot"
    st.segmented_control(
        say("How to ask"), list(said), key="by", required=True, format_func=said.get, label_visibility="collapsed",
        on_change=lambda: filters.write("by", ["sql"] if st.session_state["by"] == "sql" else []),
    )  # fmt: skip
    return st.session_state["by"]


def names() -> Names:
    """The names of every code, for the reader."""
    known = store.ask(explore.axis_names)
    of = {(row.axis, row.code): (float(row.rank), row.name) for row in known.itertuples(index=False)}
    return Names(of, store.dataset_names())


def asked() -> Spec:
    """The pivot that the address asks for; says what in it means nothing."""
    spec = Spec.of({name: st.query_params.get_all(name) for name in OWN if name in st.query_params})
    if spec.dropped:
        said = ", ".join(one[:40] for one in spec.dropped[:5])
        layout.note(store.words()("Not known here and left out of the link: {values}.", values=said))
    return spec


def choose(spec: Spec) -> Spec:
    """The controls above the table, set from the address and written back to it."""
    say = store.words()
    with st.container(key="pivot-choices"):
        first, second, third = st.columns(3, gap="medium")
        with first:
            _several("measure", spec.measures, tuple(MEASURES), say("What to count"), MEASURES_MOST,
                     lambda one: measure_name(one, say))  # fmt: skip
        offered = _offered(spec)
        with second:
            _several("rows", spec.rows, offered, say("In rows, by"), 3, lambda one: axis_name(one, say))
        with third:
            _several("columns", spec.columns, offered, say("In columns, by"), 3, lambda one: axis_name(one, say))
        with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="pivot-looks"):
            _looks(spec)
    return spec


def _offered(spec: Spec) -> tuple[str, ...]:
    """The axes that every measure knows, and those that are chosen."""
    common = [axis for axis in AXES if all(axis in axes_of(one) for one in spec.measures)]
    return (*common, *(axis for axis in spec.axes if axis not in common))


def _changed(**values: list[str]) -> None:
    """Writes what was chosen; the open cell and the page in its rows belong to the pivot before, as does the chart."""
    own = ("cell", "from", "page", *(("chart",) if {"measure", "rows", "columns"} & set(values) else ()))
    filters.put({one: [] for one in own} | values)


def _several(
    name: str, chosen: tuple[str, ...], options: tuple[str, ...], label: str, most: int, said: Callable[[str], str]
) -> None:
    st.session_state[name] = list(chosen)
    st.multiselect(
        label, options, key=name, max_selections=most, format_func=said, placeholder=store.words()("nothing"),
        select_all=False, on_change=lambda: _changed(**{name: st.session_state[name] or [NONE]}),
    )  # fmt: skip


def _looks(spec: Spec) -> None:
    say = store.words()
    now = st.session_state
    shares = {"": say("Numbers alone"), "row": say("Share of the row"), "column": say("Share of the column"),
              "all": say("Share of all")}  # fmt: skip
    st.session_state["share"] = spec.share
    st.selectbox(
        say("Beside the number"), ["", *SHARES], key="share", format_func=shares.get, label_visibility="collapsed",
        width=210, on_change=lambda: _changed(share=[now["share"]] if now["share"] else []),
    )  # fmt: skip
    orders = {
        "name": say("In their own order"),
        "most": say("Largest total first"),
        "least": say("Smallest total first"),
    }
    st.session_state["order"] = spec.order
    st.selectbox(
        say("Order of the rows"), ORDERS, key="order", format_func=orders.get, label_visibility="collapsed", width=210,
        on_change=lambda: _changed(order=[now["order"]] if now["order"] != "name" else []),
    )  # fmt: skip
    if spec.time:
        filters.switch("change", say("Change on the period before"))
    st.button(say("Turn rows and columns"), key="turn", type="tertiary", on_click=_turn, args=(spec,))


def _turn(spec: Spec) -> None:
    state = spec.turned().state()
    _changed(rows=state["rows"], columns=state["columns"])


def answered(spec: Spec, chosen: Selection, known: Names) -> Pivot:
    return pivot(store.ask, spec, chosen, known.known)


def show(spec: Spec, chosen: Selection, found: Pivot, known: Names) -> Cell | None:
    """The table with all that belongs to it; returns the cell that stands open."""
    say = store.words()
    layout.section(title(spec, say), total_sentence(found, known, say) if spec.told() else "")
    for sentence in untold_sentences(spec, say):
        layout.note(sentence)
    at = spec.cell(st.query_params.get("cell", ""))
    if found.is_too_large or len(columns_of(found)) > MOST_COLUMNS * max(len(spec.told()), 1) + len(spec.told()):
        _too_large(found)
        return None
    if not found.cells:
        layout.nothing_found(chosen)
        return None
    size = max(ROWS_A_PAGE[0], min(ROWS_A_PAGE[1], NUMBERS_A_PAGE // max(len(columns_of(found)), 1)))
    first = layout.page_start("page", len(found.row_keys), size)
    is_reserved = store.role() != "analyst" and any(MEASURES[one].fact in RESERVED for one in spec.told())
    table = pivot_table(found, found.row_keys[first : first + size], known, say, has_bars=True,
                        at=at.text() if at else "", may_be_reserved=is_reserved)  # fmt: skip
    measure, way = explore_chart.choose(spec, found, known)
    _mount(explore_chart.markup(found, measure, way, known), table, at.text() if at else "")
    layout.pager("page", len(found.row_keys), size)
    if is_reserved:
        layout.note(
            say(
                "Sensitive issues below department are reserved for the analyst: no number here counts them, and an "
                "empty cell (▨) may hold some."
            )
        )
    for sentence in refusals(found, known, say)[:4]:
        layout.note(say("Not added up: {why}", why=sentence))
    if found.no_parts():
        layout.note(
            say("No share is told of a mean, a percentage or the latest of several times: it is no part of a total.")
        )
    _meanings(spec)
    return at


def _too_large(found: Pivot) -> None:
    say = store.words()
    columns = len(found.column_keys)
    told = (
        say("These rows and columns make more cells than a table can hold.") if found.is_too_large else
        say.many("{n} column is more than can be read.", "{n} columns are more than can be read.", columns)
    )  # fmt: skip
    advice = say("Put what has many values into the rows, take one away, or narrow the filters at the left.")
    st.html(f'<div class="tj-open"><p>{escape(told)}</p><p>{escape(advice)}</p></div>')


def _mount(chart: str, table: str, at: str) -> None:
    url = asset_url("explore/pivot.js")
    if url not in _mounted:
        _mounted[url] = st.components.v2.component("tejido_pivot", js=STUB.format(url=url), isolate_styles=False)
    digest = hashlib.sha256((chart + table).encode()).hexdigest()[:16]
    data = {"chart": chart, "table": table, "digest": digest, "at": at}
    _mounted[url](key="pivot", data=data, on_cell_change=_open)


def _open() -> None:
    told = st.session_state["pivot"].get("cell")
    if isinstance(told, str):
        filters.put({"from": [], "cell": [] if told == st.query_params.get("cell") else [told]})


def _meanings(spec: Spec) -> None:
    say = store.words()
    with st.expander(say("What is counted, and how it is added up")):
        for name, meaning in meanings(spec, say):
            st.html(f'<p class="tj-note"><b>{escape(name)}.</b> {escape(meaning)}</p>')
        layout.note(
            say(
                "A dot is nothing recorded, which is not zero. “Not stated” is a row or a column of its own. A number "
                "underlined with dashes is of a year that is not whole."
            )
        )
