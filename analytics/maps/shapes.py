"""The boundaries as maps need them: the order of their features, how far each reaches, and their files to serve.

Boundaries that a person brought in stand in the place of our own, code by code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from analytics import boundary_sets
from analytics.maps.camera import Box
from analytics.maps.spot import Spot
from analytics.snapshots import Snapshot

EVERYWHERE = Box(-125, -25, 80, 58)  # the inhabited world without the far north, which Mercator makes huge
MEDIA_TYPE = "application/geo+json"


@dataclass(frozen=True)
class Shapes:
    """One file of boundaries: `codes` in the order of its features, and the box of each one's largest part."""

    codes: tuple[str, ...]
    boxes: dict[str, Box]


LEVELS = {"countries": "country", "departments": "department"}
HATCHINGS = {"hatching-countries": "country", "hatching": "department"}


def content(snapshot: Snapshot, layer: str) -> bytes:
    """The GeoJSON of a layer of the snapshot, or of its hatching, with the boundaries that were brought in."""
    base = snapshot.geometry(f"{layer}.geojson")
    if layer in HATCHINGS:
        return boundary_sets.merged(base, HATCHINGS[layer], "hatching.geojson")
    return boundary_sets.merged(base, LEVELS[layer])


def files(snapshot: Snapshot) -> dict[str, tuple[bytes, str]]:
    """Every boundary file of the snapshot with its media type, by name."""
    names = [name.removesuffix(".geojson") for name in snapshot.manifest["files"] if name.endswith(".geojson")]
    return {f"{name}.geojson": (content(snapshot, name), MEDIA_TYPE) for name in names}


def shapes(snapshot: Snapshot, layer: str) -> Shapes:
    """The features of `layer` (countries or departments)."""
    return _shapes(content(snapshot, layer))


def view_box(spot: Spot, countries: Shapes, departments: Shapes, recorded: set[str]) -> Box:
    """What the camera shows: the spot's area, else its country, else the countries of the record."""
    own = departments.boxes if spot.level == "department" else countries.boxes
    for boxes, code in ((own, spot.area), (countries.boxes, spot.country)):
        if code in boxes:
            return boxes[code]
    shaped = [countries.boxes[code] for code in recorded if code in countries.boxes]
    box = Box.of_all(shaped) if shaped else EVERYWHERE
    return Box(box.west, max(box.south, EVERYWHERE.south), box.east, min(box.north, EVERYWHERE.north))


@lru_cache(maxsize=8)
def _shapes(geojson: bytes) -> Shapes:
    features = json.loads(geojson)["features"]
    codes = tuple(feature["properties"]["code"] for feature in features)
    boxes = {code: _box(feature["geometry"]) for code, feature in zip(codes, features, strict=True) if code}
    return Shapes(codes, boxes)


def _box(geometry: dict) -> Box:
    """The box of the largest part: without far islands, and never around the globe."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return max((Box.around(part[0]) for part in parts), key=lambda box: box.width * box.height)
