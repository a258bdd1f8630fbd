"""Two to six small maps side by side: periods, layers or partnerships, on one scale, their cameras moving together."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics import choices, comparing, reading_maps
from analytics.comparing import ACROSS, LEAST, MOST, PARTNERSHIP, Small
from analytics.errors import QuestionError
from analytics.maps.changes import rule_words
from analytics.maps.frames import MapFrame
from analytics.maps.layers import LayerSpec, View
from analytics.maps.spot import Spot
from analytics.selection import Selection
from pages.shared import add_to_story, filters, layout, map_asked, map_frames, map_view, store

HEIGHT_PX = 330


def control(frame: MapFrame, offered: dict[str, str]) -> None:
    """Chooses what to compare: periods of the layer, other layers, partnerships."""
    say = store.words()
    options = store.ask(choices.filter_options)
    options = options[options["filter"] == "partnership"]
    names = {step.key: step.label for step in frame.steps}
    names |= {
        text: words
        for text, words in offered.items()
        if text != LayerSpec(frame.layer.kind, frame.layer.parts).to_text()
    }
    names |= {f"{PARTNERSHIP}{row.code}": row.name for row in options.itertuples(index=False)}
    st.session_state["more-compare"] = [one for one in map_asked.compared() if one in names]
    st.multiselect(
        say("Compare two to six: periods, layers or partnerships"), list(names), key="more-compare",
        format_func=names.get, max_selections=MOST, placeholder=say("None"), select_all=False,
        on_change=lambda: filters.write("compare", [",".join(st.session_state["more-compare"])]
                                        if st.session_state["more-compare"] else []),
    )  # fmt: skip


def smalls(spec: LayerSpec, chosen: Selection, view: View) -> list[Small]:
    """The maps that the address asks for, all in the classes of the first; what it does not know is left out."""
    options = store.ask(choices.filter_options)
    options = options[options["filter"] == "partnership"]
    names = {f"{PARTNERSHIP}{row.code}": row.name for row in options.itertuples(index=False)}
    names |= {offer.text: offer.words for offer in map_asked.offers()}
    return comparing.smalls(
        lambda own, of: store.map_frame(own, of, view)[0], spec, chosen, map_asked.compared(), names,
        st.query_params.get(map_frames.STEP, ""),
    )  # fmt: skip


def _url(small: Small) -> str:
    """The address of the steps of a map: its frame is kept, and asked for again."""
    return store.map_frame(small.frame.layer, small.selection, small.frame.view)[1]


def page_map(spec: LayerSpec, spot: Spot, chosen: Selection, view: View) -> None:
    """The small maps with one legend, and what each says in a sentence."""
    say = store.words()
    shown = smalls(spec, chosen, view)
    if len(shown) < LEAST:
        layout.note(say("Choose at least two things to compare, under More."))
        return
    layout.note(say("One scale for all maps; their cameras move together."))
    most = max(small.frame.most for small in shown)
    across = ACROSS[len(shown)]
    for start in range(0, len(shown), across):
        for number, (column, small) in enumerate(zip(st.columns(across), shown[start : start + across], strict=False)):
            with column:
                st.html(f'<p class="tj-legend-title">{escape(small.name)}</p>')
                map_frames.picture(
                    [(small.frame, _url(small))], spot, f"compare-{start + number}", small.step, share=1 / across,
                    height=HEIGHT_PX, linked="compare", most=most,
                )  # fmt: skip
    st.html(map_frames.legend(shown[0].frame, shown[0].step, most))
    add_to_story.offer("compared", chosen)
    if len(shown) == LEAST:
        _difference(shown, spot, chosen)
    for small in shown:
        summary = reading_maps.summary(small.frame, small.step, say)
        st.html(f'<p class="tj-summary">{escape(small.name)}. {escape(summary)}</p>')
    for note in dict.fromkeys(note for small in shown for note in small.frame.notes):
        layout.note(note)
    map_view.credits()


def _difference(shown: list[Small], spot: Spot, chosen: Selection) -> None:
    """The second map less the first, where both count the same; small numbers make no change."""
    say = store.words()
    try:
        frame, url = store.map_difference(*((small.frame, small.step) for small in shown))
    except QuestionError:
        layout.note(say("The two count different things: there is no difference between them to draw."))
        return
    layout.section(frame.title)
    map_frames.picture([(frame, url)], spot, "difference", frame.shown, share=1, height=map_view.HEIGHT_PX,
                       linked="compare")  # fmt: skip
    st.html(map_frames.legend(frame, frame.shown))
    st.html(f'<p class="tj-summary">{escape(reading_maps.summary(frame, frame.shown, say))}</p>')
    layout.tools(frame.taken(frame.shown), key="difference", chosen=chosen, title=frame.title)
    map_frames.take_away(frame, frame.shown, chosen, "difference")
    layout.note(rule_words(say))
