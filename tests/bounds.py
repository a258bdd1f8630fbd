"""Small files of boundaries to try: a grid of squares, each near the seat of a real town."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from analytics.bounding import child, taking
from analytics.bounding.chosen import Chosen

STEP, WEST, SOUTH = 0.2, -75.65, 6.15
TOWNS = {  # a code -> its column and row in the grid; the border between 05 and 17 runs below row -2
    "05001": (0, 0), "05615": (1, 0), "05282": (0, -1), "05376": (1, -1), "05679": (0, -2), "05002": (1, -2),
    "17442": (0, -3), "17013": (1, -3),
}  # fmt: skip


def box(x: float, y: float) -> shapely.Polygon:
    """A cell of the grid."""
    west, south = WEST + x * STEP, SOUTH + y * STEP
    return shapely.box(*(round(edge, 6) for edge in (west, south, west + STEP, south + STEP)))


def square(x: float, y: float) -> dict:
    return json.loads(shapely.to_geojson(box(x, y)))


def feature(code: object, geometry: dict | None, **properties: object) -> dict:
    return {"type": "Feature", "properties": {"MPIO_CDPMP": code, **properties}, "geometry": geometry}


def collection(*features: dict, **members: object) -> dict:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def write(path: Path, content: dict, encoding: str = "utf-8") -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding=encoding)
    return path


def frame(crs: str = "EPSG:4326", column: str = "MPIO_CDPMP", towns: dict | None = None) -> gpd.GeoDataFrame:
    """The grid as a table."""
    cells = towns or TOWNS
    return gpd.GeoDataFrame(
        {column: list(cells), "geometry": [box(*at) for at in cells.values()]}, crs="EPSG:4326"
    ).to_crs(crs)  # fmt: skip


def here(request: dict, *_: object) -> None:
    """In the place of `contained.run`, within this process: the contained one takes two seconds to start."""
    child.made_within(request)


def understood(path: Path, name: str = "", **chosen: object) -> taking.Understood:
    """As `taking.understand`, within this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking.contained, "run", here)
        return taking.understand(path, name or path.name, Chosen(**chosen))


def rules(told: taking.Understood) -> dict[str, int]:
    """How often each rule was met."""
    found: dict[str, int] = {}
    for finding in told.findings:
        if finding.rule != "boundary_missing":
            found[finding.rule] = found.get(finding.rule, 0) + finding.count
    return found
