"""The map as a page to take away: PDF, PNG in print quality and SVG, drawn on the server when it is asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import comparing, illustrative, places
from analytics.exports.maps import About, map_file, map_sheet
from analytics.exports.typesetting import MEDIA_TYPES
from analytics.maps.bases import base_of, credits_of
from analytics.palette import Look
from pages.shared import layout, store

if TYPE_CHECKING:
    import pandas as pd

    from analytics.maps.drawn import Layers
    from analytics.maps.frames import MapFrame
    from analytics.selection import Selection
    from analytics.snapshots import Snapshot
    from analytics.wording import Words

FORMS = ("pdf", "png", "svg")


def offer(frame: MapFrame, step: str, chosen: Selection, key: str = "map", over: tuple[MapFrame, ...] = ()) -> None:
    """A button for each form; the page is drawn by the click, for light paper, with the layers over the map."""
    say = store.words()
    of = layout.about(chosen, frame.title)
    parts = (of["selection"], say("Version of {day}", day=of["version"]))
    index, snapshot = store.ask(places.place_index), store.warehouse().snapshot
    layers = [(one, comparing.asked_step(one, step)) for one in over]
    for form in FORMS:
        made = partial(_made, frame, step, parts, index, snapshot, say, form, layers)
        st.download_button(
            say("Download {form}", form=form.upper()), data=made, mime=MEDIA_TYPES[form], type="tertiary",
            file_name=illustrative.file_name(f"tejido-{key}.{form}", frame.is_illustrative),
            key=f"take-{form}" if key == "map" else f"take-{key}-{form}", on_click="ignore",
        )  # fmt: skip


def _made(
    frame: MapFrame, step: str, parts: tuple[str, str], index: pd.DataFrame, snapshot: Snapshot, say: Words, form: str,
    over: Layers = (),
) -> bytes:  # fmt: skip
    about = About(parts[0], parts[1], credits_of(frame, say))
    return map_file(map_sheet(frame, step, base_of(frame, snapshot, index), about, Look(), say, over), form)
