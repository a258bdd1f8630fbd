"""A brief of two pages, offered where its subject stands: a place, a partnership, or what the filters show now."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import illustrative
from analytics.selection import Selection
from analytics.stories.briefs import brief_of
from pages.shared import store

PDF = "application/pdf"


def offer(key: str, chosen: Selection, place: str = "", label: str = "", title: str = "") -> None:
    """The button that makes the brief under the filters that are on; it shows what everyone may see."""
    say = store.words()
    made = partial(brief_of, store.warehouse(), chosen, say.lang, place, "a4", title, is_always=True)
    name = place or "-".join(chosen.partnership) or "view"
    st.download_button(
        label or say("Brief (PDF)"), data=made, mime=PDF, key=f"brief-{key}", type="tertiary", on_click="ignore",
        file_name=illustrative.file_name(f"tejido-{name}-{say.lang}.pdf", store.is_illustrative()),
        help=say("Two pages to leave behind, with the filters that are on and the sources."),
    )  # fmt: skip
