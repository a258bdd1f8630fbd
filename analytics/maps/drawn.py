"""A frame drawn as SVG with its boundaries: for browsers without WebGL, and the body of every export.

The same classes, colours and patterns as on the page. Areas are filled where there are boundaries of the level; counts,
and places without boundaries, are circles at the point of the place, their area proportional to the value.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from analytics.maps.camera import Box, Camera
from analytics.maps.events import grid
from analytics.maps.frames import NO_DATA, RESERVED, VALUE, ZERO, ClassSign, MapFrame
from analytics.maps.svg import paths_of
from analytics.palette import Look, ramp

LARGEST_PX, LEAST_PX, PLAIN_PX, POINT_PX = 26, 2.2, 4.5, 2.6
MOST_POINTS = 6000  # more points than these are drawn as hexagons
GRID_DEG = 0.2
STEP_PX = 0.35  # of print: points nearer than this are not seen at 300 dpi


@dataclass(frozen=True)
class Base:
    """The boundaries under a frame as GeoJSON: the countries, the divisions of the country, those of the frame's level.

    `points` are (lon, lat) by place; `areas` is None where the level has no boundaries.
    """

    countries: bytes
    divisions: bytes
    areas: bytes | None
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.countries, self.divisions, self.areas))


def pattern_id(sign: ClassSign) -> str:
    """The name of what a class is filled with: the same for the same pattern and colour, in any layer."""
    return f"{sign.pattern}-{re.sub('[^0-9a-zA-Z]', '', sign.colour)}"


def patterns(signs: tuple[ClassSign, ...], look: Look) -> str:
    """What hatched and dotted classes are filled with, and the hatching of areas placed no finer."""
    found = {"coarse": _hatch("coarse", look["soft"], 8, 0.7)}
    for sign in signs:
        if sign.pattern == "hatch":
            found[pattern_id(sign)] = _hatch(pattern_id(sign), sign.colour, 5, 1.4)
        elif sign.pattern == "dots":
            found[pattern_id(sign)] = (
                f'<pattern id="{pattern_id(sign)}" width="5" height="5" patternUnits="userSpaceOnUse">'
                f'<circle cx="1.5" cy="1.5" r="0.9" fill="{sign.colour}"/></pattern>'
            )
    return f"<defs>{''.join(found.values())}</defs>"


def _hatch(name: str, colour: str, every: float, width: float) -> str:
    return (
        f'<pattern id="{name}" width="{every}" height="{every}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V{every}" stroke="{escape(colour)}"'
        f' stroke-width="{width}"/></pattern>'
    )


def paint(sign: ClassSign, look: Look) -> tuple[str, str]:
    """Fill and line of an area of a class."""
    if sign.pattern in ("hatch", "dots"):
        return f"url(#{pattern_id(sign)})", look["line"]
    if sign.pattern == "outline":
        return look["paper"], (sign.colour if sign.kind == VALUE else look["line"])
    return sign.colour, look["paper"]


Layers = Sequence[tuple[MapFrame, str]]  # a frame and the key of its step, each; the first one lowest


def body(layers: Layers, base: Base, camera: Camera, width: int, height: int, look: Look) -> str:
    """The map of layers over one another at their steps, without words: the inside of an SVG of that size in pixels."""
    size = (width, height)
    countries = paths_of(base.countries, camera, *size)
    divisions = paths_of(base.divisions, camera, *size, STEP_PX)
    faint, near = ("".join(data for data, _ in shapes.values()) for shapes in (countries, divisions))
    parts = [
        patterns(tuple(sign for frame, key in layers for sign in frame.signs(key)), look),
        f'<rect width="{width}" height="{height}" fill="{look["paper"]}"/>',
        _shape(faint, look["empty"], look["line"], 0.7),
        _shape(near, look["land"], look["paper"], 0.6),
    ]
    for n, (frame, key) in enumerate(layers):
        parts += _layer(frame, key, base, camera, size, look, {**countries, **divisions}, near, is_over=n > 0)
    return "".join(parts)


def _layer(
    frame: MapFrame, key: str, base: Base, camera: Camera, size: tuple[int, int], look: Look,
    shapes: dict, near: str, *, is_over: bool,
) -> list[str]:  # fmt: skip
    """One layer; where it lies over another one, its areas without data do not hide that one."""
    areas = paths_of(base.areas, camera, *size, STEP_PX) if base.areas else {}
    parts = []
    if frame.style == "point":
        parts.append(_shape("".join(data for data, _ in areas.values()), "none", look["paper"], 0.3))
    elif areas and (frame.style != "circle" or not base.points):
        parts += _filled(frame, key, areas, look, is_over=is_over)
        parts.append(_shape(near, "none", look["soft"], 0.5))
    elif areas:
        parts += _states(frame, key, areas, look, is_over=is_over)
        parts.append(_shape(near, "none", look["soft"], 0.4))
    parts += _hatched(frame, shapes, look)
    if frame.style == "circle" or (not areas and frame.style == "fill"):
        parts += _circles(frame, key, base, camera, size, look)
    if frame.points is not None and len(frame.points):
        parts += _points(frame, key, camera, size, look)
    if frame.cells is not None:
        parts += _cells(frame.cells, camera, size, look, frame.colour)
    return [*parts, *_arcs(frame, camera, size, look)]


def _shape(data: str, fill: str, line: str, width: float, opacity: float = 1) -> str:
    shown = "" if opacity == 1 else f' fill-opacity="{opacity:.2f}"'
    return f'<path d="{data}" fill="{fill}"{shown} stroke="{line}" stroke-width="{width}" stroke-linejoin="round"/>'


def _by_sign(frame: MapFrame, key: str) -> list[tuple[ClassSign, list[str]]]:
    """The codes of each class of a step."""
    digits = frame.step(key).digits
    return [
        (sign, [code for code, digit in zip(frame.codes, digits, strict=True) if digit == sign.digit])
        for sign in frame.signs(key)
    ]


def _filled(frame: MapFrame, key: str, areas: dict, look: Look, *, is_over: bool) -> list[str]:
    found = []
    for sign, codes in _by_sign(frame, key):
        data = "".join(areas[code][0] for code in codes if code in areas)
        if data and not (is_over and sign.kind == NO_DATA):
            fill, line = paint(sign, look)
            found.append(_shape(data, fill, line, 0.35, frame.layer.opacity / 100 if sign.pattern == "fill" else 1))
    return found


def _states(frame: MapFrame, key: str, areas: dict, look: Look, *, is_over: bool) -> list[str]:
    """Under circles: the areas, those without a value in the look of their state; over a layer no areas of values."""
    found = []
    for sign, codes in _by_sign(frame, key):
        data = "".join(areas[code][0] for code in codes if code in areas)
        is_value = sign.kind in (VALUE, ZERO)
        fill, line = (look["land"], look["paper"]) if is_value else paint(sign, look)
        if data and not (is_over and (is_value or sign.kind == NO_DATA)):
            found.append(_shape(data, fill, line, 0.3))
    return found


def _hatched(frame: MapFrame, shapes: dict, look: Look) -> list[str]:
    # what is placed in the country as a whole is counted in the legend: hatching all of it would say nothing
    codes = [hatch.place_id for hatch in frame.hatches if hatch.place_id != frame.view.country]
    data = "".join(shapes[code][0] for code in codes if code in shapes)
    return [_shape(data, "url(#coarse)", "none", 0, 0.6)] if data else []


def radius(value: float, most: float) -> float:
    """The radius of a circle whose area is proportional to the value."""
    return max(LARGEST_PX * math.sqrt(abs(value) / most), LEAST_PX) if most else PLAIN_PX


def _circles(frame: MapFrame, key: str, base: Base, camera: Camera, size: tuple[int, int], look: Look) -> list[str]:
    """Circles at the points of places, the largest below; a state that is no value is a small ring."""
    step = frame.step(key)
    signs = {sign.digit: sign for sign in frame.signs(key)}
    drawn = []
    for code, digit, value in zip(frame.codes, step.digits, step.values, strict=True):
        sign = signs[digit]
        if code not in base.points or sign.kind in (NO_DATA, RESERVED, ZERO):
            continue
        x, y = camera.pixel(*base.points[code], *size)
        is_sized = value is not None and frame.style == "circle" and frame.most > 0
        r = radius(value, frame.most) if is_sized else PLAIN_PX
        fill = sign.colour if sign.pattern == "fill" else "none"
        line = look["paper"] if sign.pattern == "fill" else sign.colour
        drawn.append((r, code, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" fill-opacity="0.88"'
                               f' stroke="{line}" stroke-width="0.8"/>'))  # fmt: skip
    return [circle for _, _, circle in sorted(drawn, key=lambda one: (-one[0], one[1]))]


def _points(frame: MapFrame, key: str, camera: Camera, size: tuple[int, int], look: Look) -> list[str]:
    points = frame.points
    at = [step.key for step in frame.steps].index(key)
    chosen = (points.step == at).nonzero()[0]
    if len(chosen) > MOST_POINTS:
        own = type(points)(points.position.reshape(-1, 2)[chosen].ravel(), points.group[chosen],
                           points.weight[chosen], points.step[chosen])  # fmt: skip
        return _cells(grid(own, GRID_DEG), camera, size, look, frame.colour)
    found = []
    for i in chosen:
        x, y = camera.pixel(float(points.position[2 * i]), float(points.position[2 * i + 1]), *size)
        sign = frame.point_signs[int(points.group[i])]
        r = POINT_PX * math.sqrt(max(1.0, min(float(points.weight[i]), 40)))
        fill = sign.colour if sign.pattern == "fill" else "none"
        found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" fill-opacity="0.7"'
                     f' stroke="{sign.colour if fill == "none" else look["paper"]}" stroke-width="0.6"/>')  # fmt: skip
    return found


def _cells(cells, camera: Camera, size: tuple[int, int], look: Look, colour: str) -> list[str]:
    if not len(cells.counts):
        return []
    colours = ramp(colour, 5, look.dark)
    most = math.log(float(cells.counts.max()) + 1)
    found = []
    for (lon, lat), n in zip(cells.centres, cells.counts, strict=True):
        corners = [
            camera.pixel(lon + cells.size_deg / math.sqrt(3) * math.sin(math.pi / 3 * i),
                         lat + cells.size_deg / math.sqrt(3) * math.cos(math.pi / 3 * i), *size)
            for i in range(6)
        ]  # fmt: skip
        rank = min(int(5 * math.log(float(n) + 1) / most), 4)
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
        found.append(_shape(path, colours[rank], look["paper"], 0.4, 0.85))
    return found


def _arcs(frame: MapFrame, camera: Camera, size: tuple[int, int], look: Look) -> list[str]:
    most = max((arc.n for arc in frame.arcs), default=1)
    found = []
    for arc in frame.arcs:
        (x1, y1), (x2, y2) = camera.pixel(*arc.start, *size), camera.pixel(*arc.end, *size)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2 - math.hypot(x2 - x1, y2 - y1) * 0.22
        wide = 0.8 + 3.2 * math.sqrt(arc.n / most)
        found.append(f'<path d="M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}" fill="none"'
                     f' stroke="{look["teal"]}" stroke-opacity="0.55" stroke-width="{wide:.1f}"/>')  # fmt: skip
    return found


def picture(frame: MapFrame, key: str, base: Base, camera: Camera, width: int, height: int, look: Look) -> str:
    """The map of one step as an SVG picture, for where there is no WebGL: its words stay with the page."""
    inside = body([(frame, key)], base, camera, width, height, look)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return f"{head}{inside}</svg>"


@lru_cache(maxsize=16)
def boxes(geojson: bytes) -> dict[str, Box]:
    """The box of the largest part of each feature, by code."""
    found = {}
    for feature in json.loads(geojson)["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        box = max((Box.around(part[0]) for part in parts), key=lambda one: one.width * one.height)
        found[feature["properties"]["code"]] = box
    return found
