"""Further layers over the map's own: each on or off, as strong as a reader likes, in an order that a reader changes.

The address holds them from below as `over=LAYER`, with a minus before one that is switched off and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from analytics.maps.layers import LayerSpec
from pages.shared import filters, map_asked, store

OFF, MOST = "-", 3
OWN_STYLE = ("events", "flows")  # drawn as points and arcs; all others over a map as circles, so that it is still seen


@dataclass(frozen=True)
class Over:
    """One of them: what it is, and whether it is drawn."""

    spec: LayerSpec
    is_on: bool = True

    @property
    def text(self) -> str:
        return ("" if self.is_on else OFF) + self.spec.to_text()


def asked() -> list[Over]:
    """Those in the address, from below; what names no layer is dropped."""
    found = [(text, map_asked.read(text.removeprefix(OFF))) for text in st.query_params.get_all("over")]
    return [Over(spec, not text.startswith(OFF)) for text, spec in found if spec][:MOST]


def drawn() -> list[LayerSpec]:
    """Those that are switched on, from below."""
    return [one.spec for one in asked() if one.is_on]


def _write(layers: list[Over]) -> None:
    filters.write("over", [one.text for one in layers])


def control(own: LayerSpec, offered: dict[str, str]) -> None:
    """Which layers lie over the map's own, and each one's switch, strength and place."""
    say, now = store.words(), asked()
    names = {map_asked.read(text).key: words for text, words in offered.items()}
    names.pop(own.key, None)
    st.session_state["more-over"] = [one.spec.key for one in now if one.spec.key in names]

    def changed() -> None:
        kept = {one.spec.key: one for one in now}
        _write([kept.get(key) or Over(_over(key)) for key in st.session_state["more-over"]])

    st.multiselect(
        say("Layers over it"), list(names), key="more-over", format_func=names.get, max_selections=MOST,
        placeholder=say("None"), select_all=False, on_change=changed,
    )  # fmt: skip
    for at in reversed(range(len(now))):  # the highest first, as they lie
        _row(now, at, names.get(now[at].spec.key, now[at].spec.key))


def _over(key: str) -> LayerSpec:
    spec = LayerSpec.from_text(key)
    return spec if spec.kind in OWN_STYLE else replace(spec, style="circle")


def _row(layers: list[Over], at: int, name: str) -> None:
    say, one = store.words(), layers[at]
    shown, strong = f"over-shown-{at}", f"over-strength-{at}"
    st.session_state[shown], st.session_state[strong] = one.is_on, max(one.spec.opacity, 10)

    def put() -> None:
        made = replace(one.spec, opacity=st.session_state[strong])
        _write([*layers[:at], Over(made, st.session_state[shown]), *layers[at + 1 :]])

    with st.container(horizontal=True, gap="small", key=f"over-{at}", vertical_alignment="center"):
        st.toggle(name, key=shown, on_change=put)
        for label, to in ((say("Higher"), at + 1), (say("Lower"), at - 1)):
            st.button(
                label, key=f"over-{at}-to-{to}", type="tertiary", disabled=not 0 <= to < len(layers), on_click=_moved,
                args=(layers, at, to),
            )  # fmt: skip
    st.slider(
        say("Strength of {layer}, in per cent", layer=name), 10, 100, key=strong, step=5, on_change=put,
        disabled=not one.is_on,
    )  # fmt: skip


def _moved(layers: list[Over], at: int, to: int) -> None:
    order = list(layers)
    order.insert(to, order.pop(at))
    _write(order)
