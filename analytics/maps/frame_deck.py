"""A frame (`frames.py`) as layers of a deck, and as the file of its steps that a browser fetches once and plays.

The layers hold geometry and places; what changes with time (classes, values) is in the file, by code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pydeck as pdk

from analytics.columns import is_stated
from analytics.maps.deck import NONE, PIXELS, lines
from analytics.maps.events import CELL_DEG, clusters, grid
from analytics.maps.frames import VALUE, ZERO, Cells, ClassSign, MapFrame, Points, Step
from analytics.maps.shapes import Shapes
from analytics.palette import Look, ramp, rgba

MOST_PX = {"country": 30, "department": 34, "municipality": 26}  # the radius of the largest circle
STATE_PX = 3  # of a place whose value is not stated or not computable, where circles are drawn
CIRCLE_ALPHA = 175
POINT_PX = 3.2
MANY_POINTS, SMALL_POINT_PX = (
    8000,
    1.5,
)  # so many at once are small and without a rim: what counts is how dense they lie
CLUSTER_DEG, CLUSTER_PX, CHARACTER_PX = 0.8, 17, 3.3  # wide enough that the circles of a country stand apart
HATCH_OPACITY = 0.3  # what is hatched lies below points and fills, and must not outshout them
EMPTY = {"type": "FeatureCollection", "features": []}


def layer_ids(number: int) -> dict[str, str]:
    """The ids of the layers of the frame with that number, counted from below."""
    return {kind: f"frame-{number}-{kind}" for kind in ("fill", "hatch", "circle", "areas", "points", "arcs")}


@dataclass(frozen=True)
class Files:
    """The addresses of what a frame's layers draw: places, polygons of the level, single points, cells (if any)."""

    places: str
    polygons: str | None
    points: str = ""
    cells: str = ""


def frame_layers(
    frame: MapFrame, number: int, files: Files, urls: Mapping[str, str], departments: Shapes, look: Look, step: str
) -> list[pdk.Layer]:
    """The layers of a frame: polygons where the level has a file of them, circles, points, cells or arcs over them."""
    ids, opacity = layer_ids(number), frame.layer.opacity / 100
    style, layers = drawn_as(frame), []
    if files.polygons and style != "circle":
        layers += _filled(ids, files.polygons, opacity, look, is_lowest=number == 0)
    if frame.hatches:
        chosen = dict.fromkeys(
            (h.place_id for h in frame.hatches if h.place_id in departments.codes), look[frame.colour]
        )
        layers.append(lines(ids["areas"], urls["hatching"], departments.codes, chosen, 1, HATCH_OPACITY))
        layers.append(lines(f"{ids['areas']}-edges", urls["departments"], departments.codes, chosen, 1, HATCH_OPACITY))
    if frame.arcs:
        layers.append(_arcs(frame, ids, opacity, look))
    if style == "circle" or (style == "fill" and not files.polygons):
        layers.append(_circles(ids, files.places, opacity, look))
    if style in ("hexagon", "cluster"):
        layers += _cells(ids, files.cells, style, opacity, look, frame.colour)
    elif style in ("point", "heat") and files.points:
        layers.append(_points(frame, ids, files.points, style, opacity, look))
    return layers


def drawn_as(frame: MapFrame) -> str:
    """How a frame is drawn: points only where single events may be shown, else cells."""
    if frame.style in ("point", "cluster", "hexagon", "heat"):
        if frame.cells is not None:
            return "hexagon"
        return frame.style if frame.points is not None else "circle"
    return frame.style


def _points(frame: MapFrame, ids: Mapping[str, str], url: str, style: str, opacity: float, look: Look) -> pdk.Layer:
    """Every point as numbers: a hundred thousand are 1.5 MB, fetched once."""
    if style == "heat":
        ends = [rgba(colour) for colour in ramp("brick", 6, look.dark)]
        return pdk.Layer(
            "HeatmapLayer", data=url, id=ids["points"], pickable=False, opacity=opacity, binary=True, colours=ends,
            color_range=ends, radius_pixels=26,
        )  # fmt: skip
    is_many = len(frame.points) and np.bincount(frame.points.step).max() > MANY_POINTS
    alpha = 80 if is_many else 190
    colours = [rgba(sign.colour, 70 if sign.pattern == "outline" else alpha) for sign in frame.point_signs]
    return pdk.Layer(
        "ScatterplotLayer", data=url, id=ids["points"], pickable=False, stroked=not is_many, filled=True,
        opacity=opacity, binary=True, colours=colours, get_line_color=look.rgb("land_line", 200),
        line_width_units=PIXELS, get_line_width=0.6, radius_units=PIXELS,
        get_radius=SMALL_POINT_PX if is_many else POINT_PX,
    )  # fmt: skip


def shown_cells(frame: MapFrame, step: str) -> Cells:
    """The cells of a step: those of the frame where single events are not shown, else its points counted."""
    if frame.cells is not None or frame.points is None:
        return frame.cells or Cells(CELL_DEG, np.empty((0, 2)), np.empty(0, int), 0, 0)
    keys = [one.key for one in frame.steps]
    at = frame.points.step == keys.index(step) if step in keys else np.ones(len(frame.points), bool)
    own = Points(frame.points.position.reshape(-1, 2)[at].ravel(), *(
        values[at] for values in (frame.points.group, frame.points.weight, frame.points.step)
    ))  # fmt: skip
    return clusters(own, CLUSTER_DEG) if drawn_as(frame) == "cluster" else grid(own, CELL_DEG)


def _cells(ids: Mapping[str, str], url: str, style: str, opacity: float, look: Look, colour: str) -> list[pdk.Layer]:
    """Events counted in cells, as `cells_file` holds them: hexagons in six strengths, or a circle with its number."""
    rim = {"get_line_color": look.rgb("land_line"), "line_width_units": PIXELS, "stroked": True, "filled": True}
    if style == "hexagon":
        return [pdk.Layer(
            "GeoJsonLayer", data=url, id=ids["points"], pickable=False, opacity=opacity,
            get_fill_color="properties.c", get_line_width=0.6, **rim,
        )]  # fmt: skip
    fill = rgba(ramp(colour, 6, look.dark)[3], 215)
    return [
        pdk.Layer("ScatterplotLayer", data=url, id=ids["points"], pickable=False, opacity=opacity,
                  get_position="[x, y]", get_radius="r", radius_units=PIXELS, get_fill_color=fill, get_line_width=0.8,
                  **rim),
        pdk.Layer("TextLayer", data=url, id=f"{ids['points']}-numbers", pickable=False, get_position="[x, y]",
                  get_text="t", get_size=11, get_color=look.rgb("paper"), get_text_anchor=pdk.types.String("middle"),
                  get_alignment_baseline=pdk.types.String("center"),
                  font_family=pdk.types.String("Figtree, sans-serif"), character_set=pdk.types.String("auto")),
    ]  # fmt: skip


def cells_file(frame: MapFrame, step: str, look: Look) -> str:
    """The cells of a step as the browser draws them, as JSON: a file, for thousands of them would fill a message."""
    cells, colours = shown_cells(frame, step), ramp(frame.colour, 6, look.dark)
    found = list(zip(cells.centres.tolist(), cells.counts.tolist(), strict=True))
    if drawn_as(frame) == "cluster":
        most = max(cells.counts, default=1)
        data: object = [
            {"x": round(x, 4), "y": round(y, 4), "r": (r := round(max(3, CLUSTER_PX * math.sqrt(n / most)), 1)),
             "t": f"{n:,}".replace(",", "\u202f") if len(str(n)) * CHARACTER_PX < r else ""}
            for (x, y), n in found
        ]  # fmt: skip
    else:
        bounds = cell_bounds(cells)
        data = {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"n": n, "c": rgba(colours[int(np.searchsorted(bounds, n))])},
             "geometry": {"type": "Polygon", "coordinates": [_hexagon(x, y, cells.size_deg)]}}
            for (x, y), n in found
        ]}  # fmt: skip
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def cell_bounds(cells: Cells) -> list[int]:
    """The upper bounds of the first five strengths of cells: each twice the one before, the sixth is all above."""
    most = int(max(cells.counts, default=1))
    return [max(1, most >> shift) for shift in (5, 4, 3, 2, 1)]


def _hexagon(x: float, y: float, size: float) -> list[list[float]]:
    radius = size / math.sqrt(3)
    corners = [math.radians(60 * i + 30) for i in range(7)]
    return [[round(x + radius * math.cos(a), 4), round(y + radius * math.sin(a), 4)] for a in corners]


def _arcs(frame: MapFrame, ids: Mapping[str, str], opacity: float, look: Look) -> pdk.Layer:
    """Flows as bent lines, the thicker the more."""
    most = max(arc.n for arc in frame.arcs)
    data = [
        {"a": [round(one, 3) for one in arc.start], "b": [round(one, 3) for one in arc.end],
         "w": round(0.8 + 5 * math.sqrt(arc.n / most), 1)}
        for arc in frame.arcs
    ]  # fmt: skip
    return pdk.Layer(
        "ArcLayer", data=data, id=ids["arcs"], pickable=False, opacity=opacity, get_source_position="a",
        get_target_position="b", get_source_color=look.rgb("maize", 150), get_target_color=look.rgb("teal", 200),
        get_width="w", width_units=PIXELS, get_tilt=18, get_height=0.25,
    )  # fmt: skip


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
        "most": most or frame.most, "is_still": is_still, "points": ids["points"],
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
    if drawn_as(frame) not in ("fill", "circle"):
        return NONE  # the areas only say what lies in them
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
