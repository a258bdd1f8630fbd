"""The polygons of one file as a small picture without words: to see that it is the file that was meant."""

from __future__ import annotations

import json
from pathlib import Path

from analytics.maps.camera import Box, fit
from analytics.maps.svg import SHEET
from analytics.palette import Look

STEP_PX = 0.6  # points closer than this to the one before are not seen
MOST = 6_000  # polygons: more would be a grey surface, and a large picture


def outline(geojson: Path, boxes: list[list[float]], look: Look, width: int = 420, height: int = 420) -> str:
    """The polygons of a boundary set in one colour, as SVG of that size; `boxes` are around each of them."""
    camera = fit(Box.of_all(Box(*box) for box in boxes), width, height, margin=10)
    parts = []
    for feature in json.loads(geojson.read_bytes())["features"][:MOST]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = [camera.pixel(*point[:2], width, height) for point in ring]
            kept = points[:1]
            for x, y in points[1:]:
                if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= STEP_PX:
                    kept.append((x, y))
            if len(kept) > 2:
                parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
    shape = (
        f'<path d="{"".join(parts)}" fill="{look["land"]}" stroke="{look["teal"]}" stroke-width="0.6"'
        ' stroke-linejoin="round" fill-rule="evenodd"/>'
    )
    return SHEET.format(width=width, height=height) + shape + "</svg>"
