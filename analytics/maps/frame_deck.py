"""A frame (`frames.py`) as layers of a deck, and as the file of its steps that a browser fetches once and plays.

The layers hold geometry and places; what changes with time (classes, values) is in the file, by code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
import pydeck as pdk

from analytics.columns import is_stated
from analytics.maps.deck import NONE, PIXELS, lines
from analytics.maps.frames import VALUE, ZERO, ClassSign, MapFrame, Step
from analytics.maps.shapes import Shapes
from analytics.palette import Look, rgba

MOST_PX = {"country": 30, "department": 34, "municipality": 26}  # the radius of the largest circle
STATE_PX = 3  # of a place whose value is not stated or not computable, where circles are drawn
CIRCLE_ALPHA = 175
EMPTY = {"type": "FeatureCollection", "features": []}


def layer_ids(number: int) -> dict[str, str]:
    """The ids of the layers of the frame with that number, counted from below."""
    return {kind: f"frame-{number}-{kind}" for kind in ("fill", "hatch", "circle", "areas", "points", "arcs")}


def frame_layers(
    frame: MapFrame, number: int, points_url: str, polygons_url: str | None, urls: Mapping[str, str],
    departments: Shapes, look: Look,
) -> list[pdk.Layer]:  # fmt: skip
    """The layers of a frame: polygons where the level has a file of them and the frame fills, else circles."""
    ids, opacity = layer_ids(number), frame.layer.opacity / 100
    layers: list[pdk.Layer] = []
    if frame.style == "fill" and polygons_url:
        layers += _filled(ids, polygons_url, opacity, look, is_lowest=number == 0)
    if frame.hatches:
        chosen = dict.fromkeys(
            (h.place_id for h in frame.hatches if h.place_id in departments.codes), look[frame.colour]
        )
        layers.append(lines(ids["areas"], urls["hatching"], departments.codes, chosen, 1.2))
        layers.append(lines(f"{ids['areas']}-edges", urls["departments"], departments.codes, chosen, 1))
    if frame.style != "fill" or not polygons_url:
        layers.append(_circles(ids, points_url, opacity, look))
    return layers


def _filled(ids: Mapping[str, str], url: str, opacity: float, look: Look, *, is_lowest: bool) -> list[pdk.Layer]:
    """The polygons of the level, painted in the browser, and the hatching of what has no value."""
    return [
        pdk.Layer(
            "GeoJsonLayer", data=url, id=ids["fill"], stroked=is_lowest, filled=True, pickable=True, opacity=opacity,
            get_fill_color=look.rgb("land"), get_line_color=look.rgb("land_line"), line_width_units=PIXELS,
            get_line_width=0.5,
        ),
        pdk.Layer(
            "GeoJsonLayer", data=EMPTY, id=ids["hatch"], stroked=True, filled=False, pickable=False,
            line_width_units=PIXELS, get_line_width=0.8, get_line_color=look.rgb("soft", 150),
        ),
    ]  # fmt: skip


def _circles(ids: Mapping[str, str], points_url: str, opacity: float, look: Look) -> pdk.Layer:
    """A circle at each place's point; its size and colour come with the step."""
    return pdk.Layer(
        "ScatterplotLayer", data=points_url, id=ids["circle"], pickable=True, stroked=True, filled=True,
        opacity=opacity,
        get_position="[x, y]", get_fill_color=NONE, get_line_color=look.rgb("land_line"), radius_units=PIXELS,
        get_radius=0, line_width_units=PIXELS, get_line_width=0.8,
    )  # fmt: skip


def points_file(places: pd.DataFrame) -> str:
    """Where the circles of a level stand, as JSON: the same for every layer and step."""
    points = places[places["lat"].notna() & places["lon"].notna()]
    rows = zip(points["place_id"], points["lon"], points["lat"], strict=True)
    return json.dumps(
        [{"code": code, "x": round(x, 4), "y": round(y, 4)} for code, x, y in rows], separators=(",", ":")
    )


def told(
    frame: MapFrame, number: int, url: str, step: str, *, most: float = 0, is_still: bool = False
) -> dict[str, object]:
    """What the component is told of a frame: its file, its layers, the step to begin with.

    `most` is what the largest circle stands for, where several maps share one scale; a still map plays no time.
    """
    ids = layer_ids(number)
    return {
        "url": url, "step": step, "fill": ids["fill"], "hatch": ids["hatch"], "circle": ids["circle"],
        "most_px": MOST_PX[frame.level], "state_px": STATE_PX,
        "most": most or frame.most, "is_still": is_still,
    }  # fmt: skip


def frame_file(frame: MapFrame) -> str:
    """Every step of a frame as JSON: by code, in one order, a class digit and a value rounded as the table shows it."""
    shared = frame.signs(frame.shown) if frame.steps else ()
    file = {
        "codes": list(frame.codes), "names": list(frame.names), "unit": frame.unit, "most": frame.most,
        **_painting(frame, shared),
        "steps": [
            {
                "key": step.key, "label": step.label, "note": step.partial_note, "partial": step.is_partial,
                "digits": step.digits, "values": [_short(value) for value in step.values],
                **_own_painting(frame, step, shared),
            }
            for step in frame.steps
        ],
    }  # fmt: skip
    return json.dumps(file, ensure_ascii=False, separators=(",", ":"))


def _own_painting(frame: MapFrame, step: Step, shared: tuple[ClassSign, ...]) -> dict[str, object]:
    own = _painting(frame, frame.signs(step.key))
    return {} if own == _painting(frame, shared) else own


def _painting(frame: MapFrame, signs: tuple[ClassSign, ...]) -> dict[str, object]:
    """Of each class its colour, and of those that are no value their pattern and words."""
    return {
        "colours": {sign.digit: _colour(frame, sign) for sign in signs},
        "patterns": {sign.digit: sign.pattern for sign in signs if sign.pattern in ("hatch", "dots")},
        "states": {sign.digit: sign.words for sign in signs if sign.kind != VALUE},
    }


def _colour(frame: MapFrame, sign: ClassSign) -> list[int]:
    if frame.style == "circle" and sign.kind == VALUE:
        return rgba(sign.colour, CIRCLE_ALPHA) if frame.corners else rgba(_mid(frame), CIRCLE_ALPHA)
    if frame.style == "circle":
        return NONE if sign.kind in (ZERO, "no_data", "absent") else rgba(sign.colour, 90)
    if sign.pattern in ("hatch", "dots"):
        return rgba(sign.colour, 28)
    return rgba(sign.colour)


def _mid(frame: MapFrame) -> str:
    """One colour for all circles: their size says how much."""
    values = [sign.colour for sign in frame.classes if sign.kind == VALUE]
    return values[len(values) * 2 // 3] if values else "#8A8F98"


def rounded(value: float) -> float:
    """A value with as many decimals as legends and tables show."""
    if float(value).is_integer():
        return int(value)
    return round(float(value), 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4)


def _short(value: float | None) -> float | None:
    return rounded(value) if is_stated(value) else None
