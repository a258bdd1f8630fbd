"""A clean coverage made light: three levels of detail with shared borders, and the levels above dissolved from it."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from pathlib import Path

import brotli
import numpy as np
import shapely

from analytics.boundaries import HATCH_STEP_DEG, WIDE_STEP_DEG, hatching
from analytics.boundary_sets import DETAILS
from analytics.bounding.mending import polygons_of

# how many steps of simplification the country is wide: as it fills a screen, as a department does, as a town does
STEPS = {"low": 1_200, "med": 5_000, "high": 25_000}
WIDEST = 60.0  # degrees: what lies on both sides of the 180th meridian is not 360 wide
HATCHING = {"department": HATCH_STEP_DEG, "country": WIDE_STEP_DEG}


@dataclass(frozen=True)
class Level:
    """The places of one level: for each the positions of the features that it is made of."""

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    parents: tuple[str, ...]
    members: tuple[np.ndarray, ...]


def tolerance(shapes: np.ndarray, detail: str) -> float:
    """The step of simplification in degrees: by how wide the whole is, so that a small country keeps its shape."""
    west, south, east, north = shapely.total_bounds(shapes)
    return min(max(east - west, north - south), WIDEST) / STEPS[detail]


def simplified(shapes: np.ndarray, detail: str) -> np.ndarray:
    """The coverage in one level of detail, in rounded coordinates: shared borders stay shared, nothing gets lost."""
    step = tolerance(shapes, detail)
    light = shapely.coverage_simplify(shapes, step)
    decimals = max(3, math.ceil(-math.log10(step)) + 1) if step > 0 else 6
    for more in range(3):
        rounded = shapely.set_precision(light, 10.0 ** -(decimals + more), mode="pointwise")
        if shapely.is_valid(rounded).all() and not shapely.is_empty(rounded).any():
            return rounded
    # what is left is a place of a few metres: kept as exact as it came
    return np.where(shapely.is_valid(rounded) & ~shapely.is_empty(rounded), rounded, light)


def dissolved(shapes: np.ndarray, level: Level) -> np.ndarray:
    """The shapes of a level, each joined from its members."""
    return np.array([_joined(shapes[at]) for at in level.members], dtype=object)


def _joined(members: np.ndarray) -> shapely.Geometry:
    if len(members) == 1:
        return members[0]
    try:
        joined = shapely.coverage_union_all(members)
    except shapely.GEOSException:
        joined = shapely.union_all(members)
    if not joined.is_valid:
        joined = shapely.union_all(members)
    return polygons_of(joined)


def write(shapes: np.ndarray, levels: list[Level], folder: Path) -> dict[str, dict]:
    """Writes the files of a set; returns what `set.json` says of each level."""
    about = {}
    for detail in DETAILS:
        light = simplified(shapes, detail)
        for level in levels:
            made = dissolved(light, level)
            _put(folder / f"{level.level}-{detail}.geojson", geojson(level.codes, made))
            if detail == "med":
                boxes = [_box(shape) for shape in made]
                about[level.level] = {
                    "codes": level.codes, "names": level.names, "parents": level.parents, "boxes": boxes
                }  # fmt: skip
                if level.level in HATCHING:
                    lines = [hatching(shape, HATCHING[level.level]) for shape in made]
                    _put(folder / f"{level.level}-hatching.geojson", geojson(level.codes, rounded(lines)))
    return about


def rounded(lines: list[shapely.Geometry]) -> np.ndarray:
    return shapely.set_precision(np.array(lines, dtype=object), 1e-3, mode="pointwise")


def geojson(codes: tuple[str, ...], shapes: np.ndarray) -> bytes:
    """Features with their position and code; outer rings against the clock, as RFC 7946 has it."""
    # texts: read as JSON they would take far more
    geometries = shapely.to_geojson(shapely.orient_polygons(shapes))
    features = [
        f'{{"type":"Feature","properties":{{"i":{i},"code":{json.dumps(code)}}},"geometry":{geometry}}}'
        for i, (code, geometry) in enumerate(zip(codes, geometries, strict=True))
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=9))


def _box(shape: shapely.Geometry) -> list[float]:
    """The box around the largest part."""
    parts = shapely.bounds(shapely.get_parts(shape))
    largest = np.argmax((parts[:, 2] - parts[:, 0]) * (parts[:, 3] - parts[:, 1]))
    return [round(float(edge), 6) for edge in parts[largest]]
