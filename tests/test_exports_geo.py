"""What a map shows goes out with its geometry, every row of it, and is read back by others' programs."""

import json

import geopandas as gpd
import pandas as pd
import pytest

from analytics.bounding import taking
from analytics.exports.geo import as_geojson, as_geopackage
from analytics.maps.frames import Arc
from tests.bounds import TOWNS, box, collection, feature, square, understood, write

PLACES = pd.DataFrame({"place_id": ["05001", "05266", "13"], "lon": [-75.58, -75.59, None], "lat": [6.25, 6.17, None]})
TABLE = pd.DataFrame({
    # a polygon, a point alone, neither, and no place at all
    "place_id": ["05001", "05266", "13", None], "place_name": ["Ñandú", "=1+1", "<b>", "Nowhere"],
    "value": [1.5, float("nan"), 0.0, 3.0], "n": [1, 2, 3, 4], "geom": ["a", "b", "c", "d"],
})  # fmt: skip


@pytest.fixture
def towns(tmp_path, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path / "data"))
    path = write(tmp_path / "towns.geojson", collection(*[feature(code, square(*at)) for code, at in TOWNS.items()]))
    taking.publish(understood(path), "DANE", "2021")


def test_each_row_is_a_feature_on_its_polygon_its_point_or_nowhere(towns):
    found = json.loads(as_geojson(TABLE, PLACES, about={"version": "v1"}))["features"]
    assert [f["geometry"] and f["geometry"]["type"] for f in found] == ["Polygon", "Point", None, None]
    assert [f["properties"]["shape"] for f in found] == ["polygon", "point", "none", "none"]
    assert found[0]["properties"] == {
        "place_id": "05001", "place_name": "Ñandú", "value": 1.5, "n": 1, "geom": "a", "shape": "polygon",
        "boundaries": "DANE 2021", "version": "v1",
    }  # fmt: skip
    assert found[1]["properties"]["value"] is None  # not stated is not zero
    assert found[2]["properties"]["value"] == 0


def test_our_own_boundaries_stand_in_where_none_came_in(towns, tmp_path):
    ours = {"type": "Feature", "properties": {"i": 0, "code": "13"}, "geometry": square(5, 5)}
    base = write(tmp_path / "departments.geojson", collection(ours))
    found = json.loads(as_geojson(TABLE, PLACES, [base]))["features"]
    assert (found[2]["geometry"]["type"], found[2]["properties"]["boundaries"]) == ("Polygon", "Natural Earth")


def test_a_geopackage_is_read_back_without_loss(towns, tmp_path):
    content = as_geopackage(TABLE, PLACES, about={"version": "v1"}, name='a "map"')
    assert content == as_geopackage(TABLE, PLACES, about={"version": "v1"}, name='a "map"')
    (tmp_path / "x.gpkg").write_bytes(content)
    back = gpd.read_file(tmp_path / "x.gpkg", layer='a "map"')
    assert back.crs.to_epsg() == 4326
    assert back["place_name"].tolist() == TABLE["place_name"].tolist()
    assert back["geom_"].tolist() == ["a", "b", "c", "d"]
    assert back["value"].isna().tolist() == [False, True, False, False]
    assert back["n"].tolist() == [1, 2, 3, 4]
    assert back.geometry[0].equals(box(*TOWNS["05001"]))
    assert back.geometry.isna().tolist() == [False, False, True, True]


def test_an_empty_table_is_a_file_without_rows(towns, tmp_path):
    none = TABLE.head(0)
    assert json.loads(as_geojson(none, PLACES)) == {"type": "FeatureCollection", "features": []}
    (tmp_path / "x.gpkg").write_bytes(as_geopackage(none, PLACES))
    assert len(gpd.read_file(tmp_path / "x.gpkg")) == 0


def test_flows_are_lines_with_what_they_count(tmp_path):
    arcs = (Arc("US", "05001", (-98.5, 39.8), (-75.6, 6.2), 3, "United States to Medellín: 3"),)
    plain = json.loads(as_geojson(TABLE, PLACES, about={"version": "v1"}))["features"]
    *places, line = json.loads(as_geojson(TABLE, PLACES, about={"version": "v1"}, arcs=arcs))["features"]
    assert len(places) == len(plain)
    assert line["geometry"] == {"type": "LineString", "coordinates": [[-98.5, 39.8], [-75.6, 6.2]]}
    wanted = {"place_id": "05001", "from_place_id": "US", "value": 3, "shape": "line", "version": "v1"}
    assert wanted.items() <= line["properties"].items()
    (tmp_path / "x.gpkg").write_bytes(as_geopackage(TABLE, PLACES, arcs=arcs))
    read = gpd.read_file(tmp_path / "x.gpkg")
    assert read.geometry.iloc[-1].geom_type == "LineString"
    assert read["from_place_id"].tolist()[-1] == "US"
    assert len(read) == len(TABLE) + 1
