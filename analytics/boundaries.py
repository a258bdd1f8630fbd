"""The boundaries that maps draw: countries and first-level divisions, and hatching for what is not exact.

Geometry is made once, when a snapshot is built, and travels to the browser under its content hash.
The order of the features is a contract with the map questions: by `place_id`, as in `codes`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from analytics.errors import DataError

DECIMALS = 3  # about 100 m: finer than Natural Earth 1:10m
HATCH_STEP_DEG = 0.16  # distance between two hatch lines, about 18 km
WIDE_STEP_DEG = 1.3  # the same for whole countries, seen from further away
SHORTEST = 2 * 10**-DECIMALS  # a shorter piece of hatching would be a point once it is rounded
LAYERS = ("countries", "departments")


def read_layer(folder: Path, layer: str) -> gpd.GeoDataFrame:
    """One row per polygon of the layer, ordered by `place_id`; EPSG:4326."""
    path = folder / f"{layer}.parquet"
    try:
        frame = gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path.name}: the boundaries cannot be read from {folder.name}/. Put the file back."
        ) from error
    frame["place_id"] = frame["place_id"].fillna("")  # two de facto territories have no ISO code
    return frame.sort_values("place_id", kind="stable").reset_index(drop=True)


def hatching(shape: shapely.Geometry, step: float = HATCH_STEP_DEG) -> shapely.Geometry:
    """Diagonal lines (45 degrees) that fill the shape, `step` degrees apart; on one grid for all shapes."""
    west, south, east, north = shape.bounds
    first, last = np.floor((west - north) / step), np.ceil((east - south) / step)
    offsets = np.arange(first, last + 1) * step
    lines = shapely.linestrings([[(south + o, south), (north + o, north)] for o in offsets])
    pieces = shapely.get_parts(shapely.intersection(shapely.multilinestrings(lines), shape))
    return shapely.multilinestrings(pieces[shapely.length(pieces) > SHORTEST])


def _geojson(frame: gpd.GeoDataFrame, shapes: np.ndarray) -> bytes:
    rounded = shapely.orient_polygons(shapely.set_precision(shapes, 10**-DECIMALS, mode="pointwise"))
    features = [
        {
            "type": "Feature",
            "properties": {"i": i, "code": code},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for i, (code, shape) in enumerate(zip(frame["place_id"], rounded, strict=True))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def layers(folder: Path) -> dict[str, bytes]:
    """GeoJSON by file name: each layer's polygons, and the hatching of the first-level divisions and of the countries.

    A feature's properties are `code` (the place) and `i` (its position, by which colours are looked up). Made once for
    files that have not changed since: every publication of a workspace holds them.
    """
    stamps = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.parquet")))
    return dict(_made(folder, stamps))


@lru_cache(maxsize=2)
def _made(folder: Path, _stamps: tuple) -> dict[str, bytes]:
    made = {}
    for layer in LAYERS:
        frame = read_layer(folder, layer)
        made[f"{layer}.geojson"] = _geojson(frame, frame.geometry.to_numpy())
    frame = read_layer(folder, "departments")
    made["hatching.geojson"] = _geojson(frame, np.array([hatching(shape) for shape in frame.geometry]))
    frame = read_layer(folder, "countries")
    wide = np.array([hatching(shape, WIDE_STEP_DEG) for shape in frame.geometry])
    made["hatching-countries.geojson"] = _geojson(frame, wide)
    return made


def codes(folder: Path, layer: str) -> list[str]:
    """The `place_id` of each feature, in the order in which the layer's file holds them."""
    return read_layer(folder, layer)["place_id"].tolist()
