"""Going to a place on the map by what it is called: the same search as on Places."""

from __future__ import annotations

import streamlit as st

from analytics import places
from pages.shared import layout, map_view, store


def field() -> None:
    """A place to go to without clicking on the map, found as on Places: by any name or code, without accents."""
    say = store.words()
    st.session_state.setdefault("goto", "")

    def asked() -> None:
        hits = places.meant_places(store.ask(places.place_index), st.session_state["goto"])
        if len(hits) == 1:
            _arrive(hits["place_id"].iloc[0])

    st.text_input(
        say("Go to"), key="goto", on_change=asked, width=360, max_chars=80, icon=":material/search:",
        placeholder=say("A name or a code, such as Tumaco or 13248"),
    )  # fmt: skip


def _arrive(code: str) -> None:
    st.session_state["goto"] = ""
    map_view.go(code)


def meant() -> None:
    """Where several places may be meant, or none: which ones, to choose from."""
    text = st.session_state.get("goto", "").strip()
    if not text:
        return
    hits = places.meant_places(store.ask(places.place_index), text)
    if hits.empty:
        layout.note(unknown(text))
        return
    with st.container(horizontal=True, gap="small", key="goto-meant"):
        for hit in hits.itertuples(index=False):
            inside = f" ({hit.parent_name})" if hit.parent_name else ""
            other = f" · {hit.also_known_as}" if hit.also_known_as else ""
            st.button(f"{hit.place_name}{inside}{other}", key=f"goto-{hit.place_id}", on_click=_arrive,
                      args=(hit.place_id,))  # fmt: skip


def unknown(text: str) -> str:
    """That no place fits, and what else to try."""
    say = store.words()
    return say(
        "No place is known by “{text}”. Try a part of its name, without accents if you like, or its code.",
        text=text[:80],
    )
