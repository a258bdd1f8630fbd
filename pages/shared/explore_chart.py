"""The chart that fits a pivot, above its table; which one stands in the address as `chart`, "table" for none."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from analytics import places, records
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.figures.model import Figure
from analytics.figures.pivots import TABLE, asked_of
from analytics.pivots import drawn as drawing
from analytics.pivots import placed
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.suggested import suggestion
from analytics.pivots.table import Pivot
from analytics.pivots.words import Names, measure_name, title
from analytics.selection import Selection
from pages.shared import add_to_story, filters, layout, question_view, store

MAP = Path(__file__).parents[1] / "map.py"
WIDE, NARROW = 1000, 400  # drawn twice: a browser shows the one that fits
ROW = 34


def choose(spec: Spec, found: Pivot, known: Names) -> tuple[str, str]:
    """The measure that is drawn and the way; offers the others that fit, and says why where none does."""
    say, measure = store.words(), spec.told()[0]
    fits = suggestion(found, measure)
    if not fits.ways:
        if told := drawing.refusal_sentence(fits, known, say):
            layout.note(told)
        return measure, TABLE
    asked = st.query_params.get("chart")
    st.session_state["chart"] = asked if asked in (*fits.ways, TABLE) else fits.ways[0]
    st.segmented_control(
        say("Chart"), [*fits.ways, TABLE], key="chart", required=True, label_visibility="collapsed",
        format_func=lambda way: drawing.way_name(way, say),
        on_change=lambda: filters.write(
            "chart", [] if st.session_state["chart"] == fits.ways[0] else [st.session_state["chart"]]
        ),
    )  # fmt: skip
    return measure, st.session_state["chart"]


def markup(found: Pivot, measure: str, way: str, known: Names) -> str:
    """The chart as markup, with what must be said of it below."""
    if way == TABLE:
        return ""
    say, look = store.words(), store.look()
    made = drawing.drawn(found, measure, way, known, say)
    notes = made.notes
    if len(found.spec.told()) > 1:
        notes = [say("Drawn: {measure}.", measure=measure_name(measure, say)), *notes]
    name = title(found.spec, say)
    figure = Figure("explored", made.kind, name, body=made.body, rows=((name,),), lang=say.lang)
    pictures = "".join(
        f'<div class="tj-chart {kind}">{figure_svg(figure, width, _height(made, width), Paint(look), name)}</div>'
        for kind, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return f'{pictures}<p class="tj-note tj-chart-note">{escape(" ".join(notes))}</p>'


def _height(made: drawing.Drawn, width: int) -> int:
    body = made.body
    if made.kind == "lines" and body["many"]:
        return 128 * -(-len(body["series"]) // min(4 if width > 700 else 2, len(body["series"])))
    if made.kind == "lines":
        return 340 if width > 700 else 280
    above = {"bars": 4, "stack": 40, "matrix": 60}[made.kind]
    if made.kind == "matrix":
        above = 170 if max(map(len, body["columns"])) * 7 > (width * 0.7) / len(body["columns"]) else 30
    if made.kind == "stack" and width < 700:
        above += 26 * len(body["parts"])
    return above + ROW * len(body["rows"])


def tools(spec: Spec, found: Pivot, chosen: Selection, cell: Cell | None) -> None:
    """Beside the downloads: the question, a slide of it, and the same on the map."""
    if not found.cells:
        return
    measure, way = spec.told()[0], st.session_state.get("chart", "")
    question_view.of(found.asked, "pivot")
    add_to_story.offer("pivot", chosen, ("explored", asked_of(spec, way)))
    _map_link(found, chosen, cell, measure)


def _map_link(found: Pivot, chosen: Selection, cell: Cell | None, measure: str) -> None:
    recorded = store.ask(records.recorded_issues, chosen)
    layer = placed.layer(found, measure, cell, chosen.issue, recorded)
    if not layer:
        return
    own = {"layer": [layer]} | {name: [value] for name, value in placed.step(found, cell).items()}
    if layer.startswith("listed:"):
        own |= {"layer": ["issues"], "listed": [layer.removeprefix("listed:")]}
    if not chosen.place and (at := placed.area(found, cell, store.ask(places.place_index))):
        own["at"] = [at]
    kept = {name: st.query_params.get_all(name) for name in filters.CARRIED if name in st.query_params}
    st.page_link(MAP, label=store.words()("See on the map"), query_params=kept | own)
