"""A frame as the parts of a picture: paths, circles and arcs with the names of their colours, and its legend in words.

Plain data, so that it outlives the boundaries' files and is drawn in any theme; the same classes as on the page.
"""

from __future__ import annotations

import math

from analytics.maps.against import SIDE
from analytics.maps.camera import Box, Camera, fit
from analytics.maps.drawn import MOST_POINTS, Base, boxes, radius
from analytics.maps.events import grid
from analytics.maps.extent import far_out, main_box
from analytics.maps.frames import NO_DATA, RESERVED, VALUE, ZERO, ClassSign, MapFrame
from analytics.maps.legends import figure
from analytics.maps.svg import paths_of
from analytics.palette import scale_name
from analytics.wording import Words

INSET_PX, MARGIN_PX, PLAIN_PX, POINT_PX, GRID_DEG, RANKS = 104, 14, 4.5, 2.6, 0.25, 5
STEP_PX = 0.7  # points nearer than this are not seen on a slide, even at three dots a pixel


def panel(
    frames: list[tuple[MapFrame, str]], base: Base, area: str, size: tuple[int, int], say: Words, name: str = ""
) -> dict:
    """One picture of layers over one another, the first one lowest, each at its step; `area` is what is looked at."""
    lead = frames[0][0]
    division = boxes(base.divisions).get(area)
    camera = fit(division or main_box(lead, base), *size, MARGIN_PX)
    made = _ground(frames, base, camera, size, say) | {"name": name}
    far = {} if division else far_out(lead, base)
    if far:
        small = (INSET_PX, INSET_PX)
        made["inset"] = _ground(frames, base, fit(Box.of_all(far.values()), *small, 8), small, say)
    return made


def _ground(frames: list, base: Base, camera: Camera, size: tuple[int, int], say: Words) -> dict:
    countries, divisions = paths_of(base.countries, camera, *size), paths_of(base.divisions, camera, *size, STEP_PX)
    return {
        "width": size[0], "height": size[1], "far": "".join(data for data, _ in countries.values()),
        "land": "".join(data for data, _ in divisions.values()),
        "layers": [_layer(frame, key, base, camera, size, say, is_over=n > 0) for n, (frame, key) in enumerate(frames)],
    }  # fmt: skip


def _layer(
    frame: MapFrame, key: str, base: Base, camera: Camera, size: tuple[int, int], say: Words, *, is_over: bool
) -> dict:
    """What a layer adds: areas and circles by the digit of their class, hatched areas, points, cells, arcs.

    Where it lies over another one, its areas without data do not hide that one.
    """
    areas = paths_of(base.areas, camera, *size, STEP_PX) if base.areas else {}
    is_filled = bool(areas) and frame.style not in ("circle", "point")
    has_circles = frame.style == "circle" or (not areas and frame.style == "fill")
    shapes = {**paths_of(base.countries, camera, *size), **paths_of(base.divisions, camera, *size, STEP_PX)}
    hatched = [hatch.place_id for hatch in frame.hatches if hatch.place_id != frame.view.country]
    return {
        "classes": {sign.digit: _class(sign) for sign in frame.signs(key)}, "opacity": frame.layer.opacity / 100,
        "areas": [] if frame.style == "point" else [
            one for one in _areas(frame, key, areas, say, is_filled=is_filled) if one["tip"] or not is_over
        ],
        "lines": "".join(data for data, _ in areas.values()) if frame.style == "point" else "",
        "circles": _circles(frame, key, base, camera, size, say) if has_circles else [],
        "hatched": "".join(shapes[code][0] for code in hatched if code in shapes),
        "points": _points(frame, key, camera, size), "cells": _cells(frame, key, camera, size),
        "arcs": _arcs(frame, camera, size),
    }  # fmt: skip


def _class(sign: ClassSign) -> dict:
    is_value = sign.kind in (VALUE, ZERO)
    return {"colour": scale_name(sign.colour), "pattern": sign.pattern, "is_value": is_value}


def _tips(frame: MapFrame, key: str, say: Words) -> dict[str, list[str]]:
    """What each place says: its name, and its value or why it has none."""
    words = {sign.digit: sign.words for sign in frame.signs(key)}
    step = frame.step(key)
    return {
        code: [name, figure(round(value, 4), say) if value is not None else words[digit]]
        for code, name, value, digit in zip(frame.codes, frame.names, step.values, step.digits, strict=True)
    }


def _areas(frame: MapFrame, key: str, areas: dict, say: Words, *, is_filled: bool) -> list[dict]:
    """Areas with a value each by itself, so that it can be told; those without data in one path."""
    signs = {sign.digit: sign for sign in frame.signs(key)}
    tips, found, empty = _tips(frame, key, say), [], {}
    for code, digit in zip(frame.codes, frame.step(key).digits, strict=True):
        sign = signs[digit]
        if code not in areas or (not is_filled and sign.kind in (VALUE, ZERO)):
            continue
        if sign.kind == NO_DATA:
            empty.setdefault(digit, []).append(areas[code][0])
        else:
            found.append({"d": areas[code][0], "class": digit, "tip": tips[code]})
    return [*({"d": "".join(data), "class": digit, "tip": []} for digit, data in empty.items()), *found]


def _circles(frame: MapFrame, key: str, base: Base, camera: Camera, size: tuple[int, int], say: Words) -> list[dict]:
    """Circles at the points of places, the largest below."""
    signs, step, tips = {sign.digit: sign for sign in frame.signs(key)}, frame.step(key), _tips(frame, key, say)
    found = []
    for code, digit, value in zip(frame.codes, step.digits, step.values, strict=True):
        if code not in base.points or signs[digit].kind in (NO_DATA, RESERVED, ZERO):
            continue
        x, y = camera.pixel(*base.points[code], *size)
        if not (0 <= x <= size[0] and 0 <= y <= size[1]):
            continue
        is_sized = value is not None and frame.style == "circle" and frame.most > 0
        r = radius(value, frame.most) if is_sized else PLAIN_PX
        found.append({"x": round(x, 1), "y": round(y, 1), "r": round(r, 1), "class": digit, "tip": tips[code]})
    return sorted(found, key=lambda one: (-one["r"], one["x"], one["y"]))


def _points(frame: MapFrame, key: str, camera: Camera, size: tuple[int, int]) -> list[dict]:
    """Each event of the step; none where there are more than a picture holds (they are cells then)."""
    chosen = _chosen(frame, key)
    if not 0 < len(chosen) <= MOST_POINTS:
        return []
    found = []
    for i in chosen:
        x, y = camera.pixel(*map(float, frame.points.position[2 * i : 2 * i + 2]), *size)
        if not (0 <= x <= size[0] and 0 <= y <= size[1]):
            continue
        sign = frame.point_signs[int(frame.points.group[i])]
        r = POINT_PX * math.sqrt(max(1.0, min(float(frame.points.weight[i]), 40)))
        found.append({"x": round(x, 1), "y": round(y, 1), "r": round(r, 1), "colour": scale_name(sign.colour),
                      "is_ring": sign.pattern != "fill"})  # fmt: skip
    return found


def _chosen(frame: MapFrame, key: str) -> list[int]:
    if frame.points is None or frame.cells is not None:
        return []
    at = [step.key for step in frame.steps].index(key)
    return [int(i) for i in (frame.points.step == at).nonzero()[0]]


def _cells(frame: MapFrame, key: str, camera: Camera, size: tuple[int, int]) -> list[dict]:
    """Hexagons where single events are not shown, or are too many for a picture."""
    cells, chosen = frame.cells, _chosen(frame, key)
    if cells is None and len(chosen) > MOST_POINTS:
        points = frame.points
        own = type(points)(points.position.reshape(-1, 2)[chosen].ravel(), points.group[chosen],
                           points.weight[chosen], points.step[chosen])  # fmt: skip
        cells = grid(own, GRID_DEG)
    if cells is None or not len(cells.counts):
        return []
    most, reach = math.log(float(cells.counts.max()) + 1), cells.size_deg / math.sqrt(3)
    found = []
    for (lon, lat), n in zip(cells.centres, cells.counts, strict=True):
        corners = [
            camera.pixel(lon + reach * math.sin(math.pi / 3 * i), lat + reach * math.cos(math.pi / 3 * i), *size)
            for i in range(6)
        ]
        rank = min(int(RANKS * math.log(float(n) + 1) / most), RANKS - 1)
        data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
        found.append({"d": data, "colour": f"{frame.colour}-{RANKS}-{rank}", "tip": [str(int(n))]})
    return found


def _arcs(frame: MapFrame, camera: Camera, size: tuple[int, int]) -> list[dict]:
    most = max((arc.n for arc in frame.arcs), default=1)
    found = []
    for arc in frame.arcs:
        (x1, y1), (x2, y2) = camera.pixel(*arc.start, *size), camera.pixel(*arc.end, *size)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2 - math.hypot(x2 - x1, y2 - y1) * 0.22
        found.append({"d": f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}", "tip": [arc.words],
                      "w": round(0.8 + 3.2 * math.sqrt(arc.n / most), 1)})  # fmt: skip
    return found


def legend(frame: MapFrame, key: str, say: Words) -> dict:
    """The legend of a step: its unit, its classes with how many places are in each, the square of a bivariate one."""
    signs = frame.signs(key)
    counted = say("events") if frame.style == "point" else say("places")
    found: dict = {"unit": frame.unit, "counted": counted, "signs": [], "sizes": [], "square": None,
                   "hatch": frame.hatch_words}  # fmt: skip
    if frame.axes:
        found["square"] = {
            "cells": [{"colour": scale_name(sign.colour), "n": say.number(sign.n)} for sign in signs[: SIDE * SIDE]],
            "corners": list(frame.corners), "axes": [list(axis) for axis in frame.axes],
        }  # fmt: skip
        signs = signs[SIDE * SIDE :]
    if frame.style == "point":
        signs = frame.point_signs
    elif frame.style == "circle" and frame.most:
        found["sizes"] = [{"r": round(radius(value, frame.most), 1), "text": figure(value, say)}
                          for value in _sizes(frame.most)]  # fmt: skip
    found["signs"] = [
        _class(sign) | _sign(frame, sign) | {"text": sign.words, "n": say.number(sign.n)}
        for sign in signs if sign.n or (sign.low is not None and frame.style != "point")
    ]  # fmt: skip
    return found


def _sign(frame: MapFrame, sign: ClassSign) -> dict:
    """What a class of circles looks like: those of values are round, all others areas under the circles."""
    if frame.style == "circle" and sign.kind == ZERO:
        return {"is_round": False, "colour": "land"}
    return {"is_round": frame.style == "point" or (frame.style == "circle" and sign.kind == VALUE)}


def _sizes(most: float) -> list[float]:
    """Three round values from the largest down."""
    power = 10 ** math.floor(math.log10(most))
    large = max(step * power for step in (1, 2, 5) if step * power <= most)
    return [value for value in (large, large / 5, large / 25) if value >= 1 or most < 1]
