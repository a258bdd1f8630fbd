"""What the map is asked for: the five questions that come first, and under "More" every layer and how it is drawn.

The address holds it all: `layer`, further layers over it (`over`), `steps`, `scale`, the periods compared (`compare`).
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import map_choices, measuring, records
from analytics.comparing import read
from analytics.errors import QuestionError
from analytics.map_choices import CHANGED, DONE, DRAWINGS, LISTED, QUESTIONS, UNTOUCHED, WORK, Offer
from analytics.maps.drawing import LAYERS
from analytics.maps.layers import LEAST_CLASSES, METHODS, MOST_BREAKS, MOST_CLASSES, LayerSpec
from analytics.maps.spot import Spot
from analytics.selection import Selection
from pages.shared import filters, layout, map_compare, map_frames, map_over, store

if TYPE_CHECKING:
    import pandas as pd

ONLY_ISSUES, OWN = ("listed",), ("over", "compare", "step", "chosen", "steps", "scale", "camera")


def layer() -> str:
    """The layer in the address, as it stands there; the first where it names none that can be drawn."""
    asked = st.query_params.get("layer", "")
    if asked in (UNTOUCHED, CHANGED):  # a link names the question: the open data set may answer it
        ask(asked)
        asked = st.query_params.get("layer", "")
    return asked if asked in LAYERS or asked in (UNTOUCHED, CHANGED) or read(asked) else LAYERS[0]


def spec() -> LayerSpec | None:
    """The layer with classes that is asked for; None where the map draws what documents state."""
    asked = layer()
    return None if asked in LAYERS or asked in (UNTOUCHED, CHANGED) else read(asked)


def compared() -> list[str]:
    """The periods to compare, as the address holds them."""
    return [key for key in st.query_params.get("compare", "").split(",") if key][:6]


def question() -> str:
    """Which of the five questions the map answers; empty for another layer."""
    asked = layer()
    if asked in (UNTOUCHED, CHANGED):
        return asked
    if compared():
        return CHANGED
    if (own := spec()) is not None:
        return UNTOUCHED if own.kind == "recorded-done" else ""
    return next(name for name, drawing in DRAWINGS.items() if drawing == asked)


def short_names() -> dict[str, str]:
    say = store.words()
    return {
        WORK: say("Where partnerships work"), LISTED: say("What the dialogues listed"), DONE: say("What was done"),
        UNTOUCHED: say("Recorded, no activity"), CHANGED: say("What changed"),
    }  # fmt: skip


def title(name: str) -> str:
    """The question in full, for the two that only some data sets answer."""
    say = store.words()
    if name == UNTOUCHED:
        return say("Where is something recorded and no activity with it?")
    return say("What changed?")


def recorded() -> pd.DataFrame:
    return store.ask(records.recorded_issues)


def questions() -> None:
    """The five questions, each a ready map."""
    say = store.words()
    st.session_state["question"] = question() or None
    st.pills(
        say("Question"), QUESTIONS, key="question", format_func=short_names().get, on_change=_ask,
        label_visibility="collapsed",
    )  # fmt: skip


def _ask() -> None:
    chosen = st.session_state["question"] or question()
    if chosen:
        ask(chosen)


def ask(name: str) -> None:
    """Opens the map of a question: the layer that the data has for it."""
    put: dict[str, list[str]] = {own: [] for own in (*OWN, *ONLY_ISSUES)}
    if name == LISTED:
        put["at"] = []
    text = DRAWINGS.get(name, name)
    if name == UNTOUCHED:
        text = map_choices.untouched(recorded()) or name
    if name == CHANGED and (found := map_choices.changed(recorded())):
        text = found[0]
        put["compare"] = [",".join(found[1])]
    filters.put(put | {"layer": [] if text == LAYERS[0] else [text]})


def no_answer(name: str) -> None:
    """Why the open data set cannot answer a question, and what would."""
    say = store.words()
    why = {
        UNTOUCHED: say(
            "This question needs counts of issues by municipality beside activities with places. The open data set has "
            "none of the counts."
        ),
        CHANGED: say("This question needs a series of several years by place. The open data set has none."),
    }[name]
    others = [one for one in store.published_workspaces() if one != store.workspace()]
    what = say("A table of a ministry or observatory with codes, years and counts answers it: bring one in on Import.")
    if others:
        what += " " + say("Data sets on this machine: {names}.", names=", ".join(others))
    st.html(f'<div class="tj-open"><p>{escape(why)}</p><p>{escape(what)}</p></div>')


# More


def offers() -> list[Offer]:
    say = store.words()
    people = store.ask(measuring.map_attributes, attribute="population", level="country")
    return map_choices.offers(
        recorded(), len(people) > 0, store.dataset_names(), say, store.ask(measuring.map_measures),
        store.ask(measuring.map_indicators),
    )  # fmt: skip


def _put(own: LayerSpec) -> None:
    filters.write("layer", [own.to_text()])


def more(spot: Spot, chosen: Selection) -> None:
    """Every layer, its classes, its colours' strength, further layers over it, what to compare it with."""
    say, own = store.words(), spec()
    offered = {offer.text: offer.words for offer in offers()}
    if not offered:
        return
    with st.popover(say("More"), key="map-more", width="content"):
        _layer_control(own, offered)
        if own is not None:
            _style_controls(own)
            _time_controls()
            map_over.control(own, offered)
            view = map_frames.view_of(own, spot, chosen, steps(), scale())
            map_compare.control(store.map_frame(own, chosen, view)[0], offered)


def _layer_control(own: LayerSpec | None, offered: dict[str, str]) -> None:
    say = store.words()
    known = {read(text).key: text for text in offered}
    st.session_state["more-layer"] = known.get(own.key) if own else None

    def changed() -> None:
        if chosen := st.session_state["more-layer"]:
            filters.put({name: [] for name in OWN} | {"layer": [chosen]})

    st.selectbox(
        say("Layer"), list(offered), key="more-layer", format_func=offered.get, on_change=changed, index=None,
        placeholder=say("Choose a layer"),
    )  # fmt: skip


def _style_controls(own: LayerSpec) -> None:
    say = store.words()
    styles = {"": say("as suits the layer"), "fill": say("areas filled"), "circle": say("circles")}
    methods = {
        "quantile": say("as many places in each"), "equal": say("equal steps"), "natural": say("natural breaks"),
        "own": say("breaks of my own"), "diverging": say("around a middle"),
    }  # fmt: skip
    now = {"style": own.style if own.style in styles else "", "method": own.method, "k": own.k, "opacity": own.opacity}
    for name, value in now.items():
        st.session_state[f"more-{name}"] = value

    def changed() -> None:
        now = st.session_state
        method = now["more-method"]
        breaks = own.breaks or (1.0, 10.0, 100.0) if method == "own" else ()
        middle = (own.middle or 0.0) if method == "diverging" else None
        _put(replace(own, style=now["more-style"], method=method, k=now["more-k"], opacity=now["more-opacity"],
                     breaks=breaks, middle=middle))  # fmt: skip

    st.selectbox(say("Drawn as"), list(styles), key="more-style", format_func=styles.get, on_change=changed)
    if own.style == "fill" and own.kind in ("recorded", "activities", "people") and own.part("of") != "rate":
        layout.note(
            say("A filled area makes a large, empty municipality look like much: for counts, circles are fairer.")
        )
    if own.style == "circle" and own.part("of") == "rate":
        layout.note(say("Circles show how much there is; a rate is not an amount. Filled areas are fairer for it."))
    st.selectbox(say("Classes"), list(METHODS), key="more-method", format_func=methods.get, on_change=changed)
    if own.method == "own":
        _breaks_control(own)
    elif own.method == "diverging":
        st.session_state["more-middle"] = float(own.middle or 0)
        st.number_input(
            say("Middle"), key="more-middle",
            on_change=lambda: _put(replace(own, middle=float(st.session_state["more-middle"]))),
        )  # fmt: skip
    if own.method != "own":
        st.slider(say("Number of classes"), LEAST_CLASSES, MOST_CLASSES, key="more-k", on_change=changed)
    st.slider(say("Strength of the colours, in per cent"), 10, 100, key="more-opacity", step=5, on_change=changed)


def _breaks_control(own: LayerSpec) -> None:
    say = store.words()
    st.session_state["more-breaks"] = "; ".join(f"{one:g}" for one in own.breaks)

    def changed() -> None:
        try:
            numbers = sorted({float(one.replace(",", ".")) for one in st.session_state["more-breaks"].split(";")})
            _put(replace(own, breaks=tuple(numbers[:MOST_BREAKS])))
        except (ValueError, QuestionError):
            st.session_state["_breaks_wrong"] = True

    st.text_input(say("Breaks, from small to large, with semicolons between"), key="more-breaks", on_change=changed)
    if st.session_state.pop("_breaks_wrong", False):
        st.warning(say("These are not numbers: the breaks stay as they were."))


def _time_controls() -> None:
    say = store.words()
    kinds = {"year": say("years"), "quarter": say("quarters"), "month": say("months"), "all": say("whole period")}
    st.session_state["more-steps"] = steps()
    st.segmented_control(
        say("Time"), list(kinds), key="more-steps", required=True, format_func=kinds.get,
        on_change=lambda: filters.put({"steps": [st.session_state["more-steps"]], "step": []}),
    )  # fmt: skip
    st.session_state["more-scale"] = scale() == "fixed"
    st.toggle(
        say("One scale for all times"), key="more-scale",
        on_change=lambda: filters.write("scale", [] if st.session_state["more-scale"] else ["own"]),
    )  # fmt: skip


def steps() -> str:
    asked = st.query_params.get("steps", "year")
    return asked if asked in ("year", "quarter", "month", "all") else "year"


def scale() -> str:
    return "own" if st.query_params.get("scale") == "own" else "fixed"
