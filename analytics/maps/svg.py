"""A drawing of the world as one SVG picture: for where a map is only looked at, without graphics card or script.

Same camera, same colours and same ways of drawing as the map on its page. It holds no text, so that its words stay with
the page (legend, summary, table), where they can be read aloud and translated.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from analytics.maps.camera import Box, Camera
from analytics.maps.deck import SMALL_PX, mixed
from analytics.maps.drawing import Drawing
from analytics.palette import Look

STEP_PX = 0.7  # points closer than this to the one before are not seen
RADIUS_PX, RIM_PX, DISC_PX = 4.5, 1.3, 8
HATCH = (
    '<pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    "{line}</pattern>"
)
SHEET = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'


@cache
def outlines(path: Path, camera: Camera, width: int, height: int) -> dict[str, tuple[str, Box]]:
    """Each country's path in pixels of the picture, and the box of its largest part in pixels."""
    return paths_of(path.read_bytes(), camera, width, height)


@lru_cache(maxsize=32)
def paths_of(
    geojson: bytes, camera: Camera, width: int, height: int, step: float = STEP_PX
) -> dict[str, tuple[str, Box]]:
    """The same of every feature of a GeoJSON; points closer than `step` pixels are left out."""
    found: dict[str, tuple[str, Box]] = {}
    for feature in json.loads(geojson)["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [
            _thinned([camera.pixel(*point[:2], width, height) for point in ring], step)
            for part in parts
            for ring in part
        ]
        seen = [ring for ring in rings if _is_in_view(ring, width, height)]
        if seen:
            data = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in seen)
            code = feature["properties"]["code"]
            found[code or str(len(found))] = (data, max(map(Box.around, seen), key=lambda b: b.width * b.height))
    return found


def _thinned(ring: list[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    kept = ring[:1]
    for x, y in ring[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= step:
            kept.append((x, y))
    return kept


def _is_in_view(ring: list[tuple[float, float]], width: int, height: int) -> bool:
    box = Box.around(ring)
    return len(ring) > 2 and box.east > 0 and box.west < width and box.north > 0 and box.south < height


def _shape(data: str, fill: str, line: str = "none", width: float = 1) -> str:
    return f'<path d="{data}" fill="{fill}" stroke="{line}" stroke-width="{width}" stroke-linejoin="round"/>'


def _hatch(number: int, colour: str) -> str:
    line = f'<path d="M0 0V5" stroke="{escape(colour)}" stroke-width="2.6"/>'
    return HATCH.format(id=f"h{number}", line=line)


def _land(paths: dict[str, tuple[str, Box]], far: set[str], look: Look) -> list[str]:
    """The countries; those far from what is shown are faint."""
    near = "".join(data for code, (data, _) in paths.items() if code not in far)
    faint = "".join(data for code, (data, _) in paths.items() if code in far)
    return [_shape(faint, look["empty"], look["line"], 0.7), _shape(near, look["land"], look["paper"], 0.7)]


def picture(
    drawing: Drawing, countries: Path, camera: Camera, width: int, height: int, look: Look,
    divisions: Path | None = None, near: frozenset[str] = frozenset(),
) -> str:  # fmt: skip
    """The drawing as SVG of that size in pixels; `countries` is the boundary file of the snapshot.

    `divisions` is that of first-level divisions, where they are drawn too; then every country but those of `near` is
    faint.
    """
    paths = outlines(countries, camera, width, height)
    inner = outlines(divisions, camera, width, height) if divisions is not None else {}
    hatches = {colour: i for i, colour in enumerate(dict.fromkeys(drawing.hatches.values()))}
    parts = [f"<defs>{''.join(_hatch(i, colour) for colour, i in hatches.items())}</defs>"]
    parts += _land(paths, {code for code in paths if inner and code not in near}, look)
    parts.append(_shape("".join(data for data, _ in inner.values()), look["land"], look["paper"], 0.7))
    paths = paths | inner
    for code, (data, box) in paths.items():
        if colour := drawing.fills.get(code):
            parts.append(_shape(data, mixed(colour, look["land"]), look["paper"], 0.7))
            if max(box.width, box.height) < SMALL_PX:
                x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
                pale = mixed(colour, look["land"])
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DISC_PX}" fill="{pale}" stroke="{colour}"/>')
        if colour := drawing.hatches.get(code):
            parts.append(_shape(data, f"url(#h{hatches[colour]})", colour, 0.8))
        if colour := drawing.outlines.get(code):
            parts.append(_shape(data, "none", colour, 1.6))
    for point in drawing.points:
        x, y = camera.pixel(point.lon, point.lat, width, height)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS_PX}" fill="{point.colour}" stroke="{look["paper"]}"'
            f' stroke-width="{RIM_PX}"/>'
        )
    return SHEET.format(width=width, height=height) + "".join(parts) + "</svg>"
