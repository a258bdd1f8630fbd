"""Geometry made fit to use: degrees, polygons, valid, flat, cut at the 180th meridian; each change is told."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.affinity import translate

from analytics.readers.grid import Finding
from analytics.readers.refusals import RefusedFile

WGS84 = 4326
POLYGONS = (3, 6)  # shapely's numbers of Polygon and MultiPolygon
COLLECTION = 7
TYPES = {0: "points", 1: "lines", 2: "lines", 4: "points", 5: "lines", 7: "collections without polygons"}
NARROW = 1e-4  # degrees, about 10 m: a gap narrower than this between two polygons is a fault of drawing
SMALLEST_OVERLAP_KM2 = 1e-4
LARGE_SHARE = 0.05  # of the smaller polygon: what overlaps by more is drawn twice, not imprecisely
KM = 111.32  # a degree of latitude
WHOLE_TURN = 360.0


def to_degrees(frame: gpd.GeoDataFrame, kind: str, crs: str | None) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """The frame in WGS 84. Raises RefusedFile where the file does not say what its numbers are."""
    told = []
    if crs:
        try:
            frame = frame.set_crs(pyproj.CRS.from_user_input(crs), allow_override=True)
        except pyproj.exceptions.CRSError:
            raise RefusedFile(Finding("boundary_crs_unknown", value=crs)) from None
    elif frame.crs is None:
        if kind not in ("topojson", "geojson"):
            if not _are_degrees(frame):
                raise RefusedFile(Finding("boundary_crs_missing"))
            told.append(Finding("boundary_crs_assumed"))
        frame = frame.set_crs(WGS84)
    if frame.crs.to_epsg() != WGS84 and not _is_wgs84(frame.crs):
        told.append(Finding("boundary_crs", values=(("crs", frame.crs.name),)))
        try:
            frame = frame.to_crs(WGS84)
        except (pyproj.exceptions.ProjError, ValueError):
            raise RefusedFile(Finding("boundary_crs_unknown", value=frame.crs.name)) from None
    if not _are_degrees(frame):
        raise RefusedFile(Finding("boundary_not_degrees"))
    return frame, told


def _is_wgs84(crs: pyproj.CRS) -> bool:
    return crs.to_authority() == ("OGC", "CRS84") or crs.equals(pyproj.CRS(WGS84), ignore_axis_order=True)


def _are_degrees(frame: gpd.GeoDataFrame) -> bool:
    bounds = shapely.bounds(frame.geometry.to_numpy())
    bounds = bounds[~np.isnan(bounds).all(axis=1)]
    if not len(bounds):
        return True
    west, south, east, north = *bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0)
    # NaN and endless numbers are no degrees either
    return bool(west >= -WHOLE_TURN and east <= WHOLE_TURN and south >= -90.001 and north <= 90.001)


def mended(shapes: np.ndarray, labels: pd.Series) -> tuple[np.ndarray, list[Finding]]:
    """Valid polygons, None where a feature has none; `labels` say which feature a finding is about."""
    told: list[Finding] = []

    def tell(rule: str, where: np.ndarray, **values: str) -> None:
        rows = np.flatnonzero(where)
        told.extend(
            Finding(rule, row=int(at) + 1, value=labels.iloc[at], values=tuple(values.items())) for at in rows[:1000]
        )

    shapes = np.array(shapes, dtype=object)
    is_empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    tell("boundary_empty", is_empty)
    shapes[is_empty] = None
    if (has_z := shapely.has_z(shapes)).any():
        told.append(Finding("boundary_heights", count=int(has_z.sum())))
        shapes = shapely.force_2d(shapes)
    kinds = shapely.get_type_id(shapes)
    is_mixed = kinds == COLLECTION
    shapes[is_mixed] = [polygons_of(shape) for shape in shapes[is_mixed]]
    for number in sorted(set(kinds[kinds >= 0].tolist()) - set(POLYGONS)):
        is_other = (kinds == number) & ~np.isin(shapely.get_type_id(shapes), POLYGONS)
        tell("boundary_not_polygon", is_other, found=TYPES.get(number, "something else"))
        shapes[is_other] = None
    shapes, cut = across_180(shapes)
    tell("boundary_cut", cut)
    is_wrong = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    reasons = shapely.is_valid_reason(shapes)
    for at in np.flatnonzero(is_wrong):
        shapes[at] = polygons_of(shapely.make_valid(shapes[at], method="structure", keep_collapsed=False))
        reason = str(reasons[at]).partition("[")[0].strip().lower()
        told.append(Finding(
            "boundary_repaired", row=int(at) + 1, value=labels.iloc[at], values=(("reason", reason),)
        ))  # fmt: skip
    tell("boundary_empty", is_wrong & shapely.is_missing(shapes))
    return shapes, told


def polygons_of(shape: shapely.Geometry) -> shapely.Geometry | None:
    """The polygons of a shape as one; None where it has none."""
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > 3).any():  # collections within collections
        parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return None if not len(parts) else parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def across_180(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polygons that reach over the 180th meridian cut there, and which of them were cut."""
    bounds = shapely.bounds(shapes)
    width = bounds[:, 2] - bounds[:, 0]
    cut = np.zeros(len(shapes), dtype=bool)
    result = shapes.copy()
    for at in np.flatnonzero((width > 180) | (bounds[:, 2] > 180) | (bounds[:, 0] < -180)):
        parts = [_turned(part) for part in shapely.get_parts(shapes[at])]
        pieces = [piece for part in parts for piece in _pieces(part)]
        whole = polygons_of(shapely.geometrycollections(pieces))
        if whole is not None and not shapely.equals_exact(whole, shapes[at], 1e-12):
            result[at] = whole
            cut[at] = len(pieces) > len(parts) or bool(bounds[at, 2] > 180 or bounds[at, 0] < -180)
    return result, cut


def _turned(part: shapely.Geometry) -> shapely.Geometry:
    """A polygon whose edges leap around the globe, written as one piece from 0 to 360 degrees."""
    x = shapely.get_coordinates(shapely.get_exterior_ring(part))[:, 0]
    if len(x) < 2 or np.abs(np.diff(x)).max() <= 180:
        return part
    return shapely.transform(part, lambda xy: xy + np.where(xy[:, :1] < 0, [WHOLE_TURN, 0.0], 0.0))


def _pieces(part: shapely.Geometry) -> list[shapely.Geometry]:
    west, _, east, _ = part.bounds
    if west >= -180 and east <= 180:
        return [part]
    whole = part if part.is_valid else shapely.make_valid(part, method="structure", keep_collapsed=False)
    found = []
    for turn in (-WHOLE_TURN, 0.0, WHOLE_TURN):
        piece = shapely.intersection(whole, shapely.box(-180 + turn, -90, 180 + turn, 90))
        polygons = polygons_of(piece) if not shapely.is_empty(piece) else None
        if polygons is not None:
            found.append(translate(polygons, -turn))
    return found


def overlaps(shapes: np.ndarray) -> list[tuple[int, int, float, float]]:
    """Each two polygons that overlap: their positions, km², and the share of the smaller one."""
    # none in a valid coverage, and always with a polygon that has a wrong edge otherwise
    if shapely.coverage_is_valid(shapes):
        return []
    wrong = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    left, second = shapely.STRtree(shapes).query(shapes[wrong], predicate="intersects")
    pairs = np.unique(np.sort(np.column_stack([wrong[left], second]), axis=1), axis=0)
    first, second = pairs[pairs[:, 0] != pairs[:, 1]].T
    common = area_km2(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(area_km2(shapes[first]), area_km2(shapes[second]))
    is_real = common > SMALLEST_OVERLAP_KM2
    share = np.divide(common, smaller, out=np.zeros_like(common), where=smaller > 0)
    rows = zip(first[is_real], second[is_real], common[is_real], share[is_real], strict=True)
    return [(int(a), int(b), float(km2), float(part)) for a, b, km2, part in rows]


def area_km2(shapes: np.ndarray) -> np.ndarray:
    """About how large each is: a degree of longitude shrinks with the latitude."""
    bounds = shapely.bounds(shapes)
    latitude = np.nan_to_num((bounds[:, 1] + bounds[:, 3]) / 2)
    return shapely.area(shapes) * KM * KM * np.cos(np.radians(latitude))


def covered(shapes: np.ndarray) -> tuple[np.ndarray, int]:
    """The polygons as one coverage, small overlaps and narrow gaps closed, and how many gaps there were."""
    if shapely.coverage_is_valid(shapes, gap_width=NARROW):
        return shapes, 0
    clean = shapely.coverage_clean(shapes, gap_width=NARROW)
    beside = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes, gap_width=NARROW))
    gaps = _holes(shapes[beside]) - _holes(clean[beside])  # holes that are no gaps stay, and cancel out
    return np.array([polygons_of(shape) for shape in clean], dtype=object), max(gaps, 0)


def _holes(shapes: np.ndarray) -> int:
    return int(shapely.get_num_interior_rings(shapely.get_parts(shapely.union_all(shapes))).sum())
