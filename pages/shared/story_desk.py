"""Which story is open, and every change to it: one place through which all of them go."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.errors import TejidoError, UseError
from analytics.stories.library import Stories, ready_stories, stories_of
from analytics.stories.model import Story
from pages.shared import filters, layout, store

FAULT, OPENED = "_story_fault", "_story_opened"


def stories() -> Stories:
    """The stories of the data that this visit reads."""
    return stories_of(store.workspace())


def asked() -> Story | None:
    """The story in the address; an unknown one is dropped with a note."""
    say, name = store.words(), st.query_params.get("story", "")
    if not name:
        return None
    if fault := st.session_state.pop(FAULT, ""):
        st.error(fault)
    try:
        if not stories().has(name) and name in ready_stories():
            with st.spinner(say("The figures of this story are being made …")):
                return stories().opened(name, store.warehouse())
        return stories().open(name)
    except UseError:
        layout.note(say("Not known here and left out of the link: {values}.", values=name[:40]))
        del st.query_params["story"]
        return None


def go(name: str, slide: str = "") -> None:
    """Opens a story, at one of its slides."""
    filters.put({"story": [name] if name else [], "slide": [slide] if slide else []})


def change(to: Callable[[], Story], slide: str = "") -> None:
    """Saves what a change makes of a story; a fault is shown on the next run."""
    try:
        saved = stories().save(to())
        go(saved.name, slide)
    except TejidoError as error:
        st.session_state[FAULT] = str(error)


def chosen_slide(story: Story) -> str:
    """The slide in the address, else the first."""
    held, wanted = [slide.id for slide in story.slides], st.query_params.get("slide", "")
    return wanted if wanted in held else (held or [""])[0]
