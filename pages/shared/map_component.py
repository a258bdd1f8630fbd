"""The map on a page: our own component over a vendored deck.gl, handed the same description as pydeck makes.

The script is a stub; all of it is served under `/assets/<digest>/map/`, so that a browser fetches it once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from analytics.maps.camera import Camera
from pages.shared import store
from pages.shared.served_files import asset_url

if TYPE_CHECKING:
    import pydeck as pdk

# Streamlit calls the function again at each change of the data: the import is done once
STUB = """
let map;
export default async function (component) {{
  map ??= import(new URL("{url}", document.baseURI));
  return (await map).default(component);
}}
"""
LOCALES = {"en": "en-GB", "es": "es-CO"}
_mounted: dict[str, Callable] = {}


@dataclass(frozen=True)
class Shown:
    """One map: its layers, where the camera stands at home, what each place says, what is chosen."""

    deck: pdk.Deck
    camera: Camera
    home: str  # the camera goes home when this changes, and at no other time
    tips: Mapping[str, Sequence[str]]  # by code: name, then lines
    names: Mapping[str, str]  # further places in view, of which nothing is recorded
    at: str = ""
    chosen: Sequence[str] = ()
    frames: Sequence[Mapping[str, object]] = ()  # what changes with time, from below: see static/map/frame.js
    linked: str = ""  # maps of one name move together
    tools: frozenset[str] = field(default=frozenset({"lasso", "copy"}))


def _component() -> Callable:
    """Mounted once for each state of our files: a new version of the script has a new address."""
    url = asset_url("map/map.js")
    if url not in _mounted:
        _mounted[url] = st.components.v2.component("tejido_map", js=STUB.format(url=url), isolate_styles=False)
    return _mounted[url]


def draw(shown: Shown, key: str, height: int, on: Mapping[str, Callable[[object], None]]) -> None:
    """Draws a map; `on` says what follows when a place is clicked, places are chosen, a step in time is settled on."""
    say = store.words()
    asked = {name: lambda act=act, name=name: _follow(key, name, act) for name, act in on.items()}
    _component()(
        key=key,
        data={
            "deck": {"layers": json.loads(shown.deck.to_json())["layers"]},
            "camera": [shown.camera.longitude, shown.camera.latitude, shown.camera.zoom],
            "home": shown.home, "height": height, "at": shown.at, "chosen": list(shown.chosen),
            "tips": {code: list(lines) for code, lines in shown.tips.items()},
            "names": {code: name for code, name in shown.names.items() if code not in shown.tips},
            "frames": list(shown.frames), "linked": shown.linked,
            "words": _words(say, shown.tools),
        },
        **{f"on_{name}_change": act for name, act in asked.items()},
    )  # fmt: skip


def _follow(key: str, name: str, act: Callable[[object], None]) -> None:
    told = st.session_state[key].get(name)
    if told is not None:
        act(told)


def _words(say: Callable, tools: frozenset[str]) -> dict[str, str]:
    return {
        "lang": say.lang,
        "locale": LOCALES[say.lang],
        "map": say(
            "Map. Arrow keys move it, plus and minus zoom, 0 shows all of it; Enter or a letter opens the list of its "
            "places. The table below says the same."
        ),
        "kind": say("map"),
        "list": say("List of the places on the map"),
        "zoom_in": say("Closer"),
        "zoom_out": say("Further away"),
        "fit": say("Show all of it"),
        "lasso": say("Choose several places: draw around them") if "lasso" in tools else "",
        "copy": say("Copy the link to this view") if "copy" in tools else "",
        "copied": say("The link is copied."),
        "nothing": say("Nothing is recorded here."),
        "drawn": say("This browser cannot use its graphics card: the map is drawn as a picture. It says the same."),
        "play": say("Play"),
        "pause": say("Pause"),
        "time": say("Period shown"),
    }
