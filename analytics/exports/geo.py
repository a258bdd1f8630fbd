"""What a map shows, with its geometry: GeoJSON and GeoPackage of a table of places.

Each row becomes a feature with all of its columns: on its polygon where the current boundaries (or those that Tejido
came with) have one, else on its point, else without geometry. `shape` says which; `boundaries` says whose. Flows follow
as straight lines of `shape` "line", from `from_place_id` to `place_id`, their `value` what the arc counts.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import shapely

from analytics import boundary_sets
from analytics.exports.text import records
from analytics.maps.frames import Arc

OURS = "Natural Earth"
WGS84 = 4326
WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
TABLES = """
pragma application_id = 1196444487;
pragma user_version = 10300;
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (table_name text primary key, data_type text not null, identifier text unique,
  description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double,
  srs_id integer references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (table_name text not null primary key, column_name text not null,
  geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys(srs_id),
  z tinyint not null, m tinyint not null);
"""


class Shape(NamedTuple):
    """The geometry of a place, what it is, and who drew it."""

    geometry: shapely.Geometry | None
    kind: str  # polygon, point, line, none
    credit: str


NOWHERE = Shape(None, "none", "")
FLOW = ("place_id", "from_place_id", "place_name", "value")


def _features(
    table: pd.DataFrame, places: pd.DataFrame, bases: Sequence[Path], about: Mapping[str, str] | None, detail: str,
    arcs: Sequence[Arc] = (),
) -> tuple[list[str], list[tuple[dict, Shape]]]:  # fmt: skip
    """The columns of the features, and each row with its shape."""
    points = {
        row.place_id: (row.lon, row.lat)
        for row in places[["place_id", "lon", "lat"]].itertuples(index=False)
        if pd.notna(row.lon) and pd.notna(row.lat)
    }
    wanted = set(table["place_id"].dropna())
    drawn = {code: Shape(g, "polygon", OURS) for base in bases for code, g in _polygons(base).items() if code in wanted}
    for one in boundary_sets.current().values():
        credit = " ".join(filter(None, (one.credit, one.vintage)))
        own = _polygons(one.file(detail)) if wanted & set(one.codes) else {}
        drawn |= {code: Shape(geometry, "polygon", credit) for code, geometry in own.items() if code in wanted}
    found = []
    for row in records(table):
        code = row["place_id"]
        shape = drawn.get(code) or (Shape(shapely.Point(points[code]), "point", "") if code in points else NOWHERE)
        found.append((row | {"shape": shape.kind, "boundaries": shape.credit or None} | dict(about or {}), shape))
    columns = list(dict.fromkeys([*table.columns, *(FLOW if arcs else ()), "shape", "boundaries", *(about or {})]))
    for arc in arcs:
        own = dict(zip(FLOW, (arc.to_id, arc.from_id, arc.words, arc.n), strict=True))
        line = Shape(shapely.LineString([arc.start, arc.end]), "line", "")
        found.append((dict.fromkeys(columns) | own | {"shape": line.kind} | dict(about or {}), line))
    return columns, [(dict.fromkeys(columns) | row, shape) for row, shape in found]


@lru_cache(maxsize=8)
def _polygons(path: Path) -> dict[str, shapely.Geometry]:
    """The polygons of a file of boundaries by code; files of sets and snapshots never change."""
    features = json.loads(path.read_bytes())["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    codes = [feature["properties"]["code"] for feature in features]
    return {code: shape for code, shape in zip(codes, shapes, strict=True) if code}


def as_geojson(
    table: pd.DataFrame, places: pd.DataFrame, bases: Sequence[Path] = (), about: Mapping[str, str] | None = None,
    detail: str = "high", arcs: Sequence[Arc] = (),
) -> bytes:  # fmt: skip
    """The rows of `table` (it has `place_id`) and flows as GeoJSON (RFC 7946), outer rings against the clock.

    `places` has place_id, lon and lat; `bases` are files of the snapshot's own boundaries, such as
    `departments.geojson`; `about` (selection, version, sources) stands in the properties of each row.
    """
    _, rows = _features(table, places, bases, about, detail, arcs)
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": shape.geometry and json.loads(shapely.to_geojson(shapely.orient_polygons(shape.geometry))),
        }
        for row, shape in rows
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def as_geopackage(
    table: pd.DataFrame, places: pd.DataFrame, bases: Sequence[Path] = (), about: Mapping[str, str] | None = None,
    detail: str = "high", arcs: Sequence[Arc] = (), *, name: str = "places", made_at: str = "1980-01-01T00:00:00Z",
) -> bytes:  # fmt: skip
    """The same as a GeoPackage with one layer; the same rows give the same bytes."""
    columns, rows = _features(table, places, bases, about, detail, arcs)
    quoted = [_quoted(column) for column in _apart(columns)]
    kinds = [_kind([row[column] for row, _ in rows]) for column in columns]
    drawn = [shape.geometry for _, shape in rows if shape.geometry is not None]
    bounds = shapely.total_bounds(drawn).tolist() if drawn else [None] * 4
    layer = _quoted(name)
    with sqlite3.connect(":memory:") as base:
        base.executescript(TABLES)
        base.executemany("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)", [
            ("Undefined Cartesian", -1, "NONE", -1, "undefined"), ("Undefined geographic", 0, "NONE", 0, "undefined"),
            ("WGS 84", WGS84, "EPSG", WGS84, WKT),
        ])  # fmt: skip
        own = ", ".join(f"{column} {kind}" for column, kind in zip(quoted, kinds, strict=True))
        base.execute(f"create table {layer} (fid integer primary key autoincrement, geom geometry, {own})")
        base.execute(
            "insert into gpkg_contents values (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
            (name, name, made_at, *bounds, WGS84),
        )
        base.execute("insert into gpkg_geometry_columns values (?, 'geom', 'GEOMETRY', ?, 0, 0)", (name, WGS84))
        marks = ", ".join("?" * (len(columns) + 1))
        base.executemany(
            f"insert into {layer} (geom, {', '.join(quoted)}) values ({marks})",
            [(_blob(shape.geometry), *(row[column] for column in columns)) for row, shape in rows],
        )
        base.commit()
        return base.serialize()


def _apart(columns: list[str]) -> list[str]:
    """The columns under names that are not ours and differ in more than their letters' case."""
    seen, named = {"fid", "geom"}, []
    for column in columns:
        name = column
        while name.lower() in seen:
            name += "_"
        seen.add(name.lower())
        named.append(name)
    return named


def _quoted(name: str) -> str:
    return '"' + name.replace("\x00", "").replace('"', '""') + '"'


def _kind(values: list[object]) -> str:
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, bool) for value in there):
        return "boolean"
    if there and all(isinstance(value, int) for value in there):
        return "integer"
    return "double" if there and all(isinstance(value, (int, float)) for value in there) else "text"


def _blob(geometry: shapely.Geometry | None) -> bytes | None:
    """A geometry as GeoPackages hold it: a header with its box, then WKB."""
    if geometry is None:
        return None
    west, south, east, north = geometry.bounds
    header = b"GP\x00\x03" + struct.pack("<i4d", WGS84, west, east, south, north)
    return header + shapely.to_wkb(geometry, byte_order=1)
