"""Boundaries: their order is a contract with the maps, and what is drawn is what was meant."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from analytics import boundaries
from analytics.boundaries import HATCH_STEP_DEG, LAYERS, codes, hatching, layers, read_layer
from analytics.errors import DataError
from tests.conftest import REAL

FOLDER = REAL["reference"] / "boundaries"


@pytest.fixture(scope="module")
def made():
    """Every file as the browser gets it."""
    return {name: json.loads(content) for name, content in layers(FOLDER).items()}


def _shapes(made, name):
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in made[name]["features"]])


def _layer(name):
    return "countries" if "countries" in name else "departments"


def test_codes_and_features_stand_in_one_order(made):
    for name, collection in made.items():
        properties = [feature["properties"] for feature in collection["features"]]
        assert [p["code"] for p in properties] == codes(FOLDER, _layer(name)), name
        assert [p["i"] for p in properties] == list(range(len(properties))), name


def test_codes_are_in_order_and_no_code_stands_twice():
    for layer in LAYERS:
        found = codes(FOLDER, layer)
        assert found == sorted(found)
        named = [code for code in found if code]  # two de facto territories have no code
        assert len(named) == len(set(named))


def test_the_places_of_the_published_record_have_a_boundary(published):
    areas = published.fetch("place_index", "analyst", lang="en")
    with_boundary = {code for layer in LAYERS for code in codes(FOLDER, layer)}
    present = (
        published._connection("analyst").cursor().execute("select distinct place_id from programme_places").fetchall()
    )
    drawn = areas[
        areas["place_id"].isin([place for (place,) in present]) & areas["level"].isin(["country", "department"])
    ]
    assert set(drawn["place_id"]) <= with_boundary


def test_what_is_drawn_is_valid_and_not_empty(made):
    for name in made:
        shapes = _shapes(made, name)
        assert shapely.is_valid(shapes).all(), name
        if "hatching" not in name:
            assert not shapely.is_empty(shapes).any(), name


def test_outer_rings_turn_against_the_clock_and_holes_with_it(made):
    # as GeoJSON (RFC 7946) has it; a viewer may take the other turn for the rest of the world
    for layer in LAYERS:
        parts = shapely.get_parts(_shapes(made, f"{layer}.geojson"))
        assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()
        holes = [ring for part in parts for ring in part.interiors]
        assert not shapely.is_ccw(holes).any()


def test_rounding_moves_no_boundary_by_more_than_a_hundred_metres(made):
    for layer in LAYERS:
        exact = read_layer(FOLDER, layer).geometry.to_numpy()
        drawn = _shapes(made, f"{layer}.geojson")
        assert (shapely.hausdorff_distance(exact, drawn) < 0.002).all()


def test_hatching_stays_inside_its_shape(made):
    for name in made:
        if "hatching" in name:
            shapes = shapely.buffer(_shapes(made, f"{_layer(name)}.geojson"), 0.002)
            assert shapely.is_empty(shapely.difference(_shapes(made, name), shapes)).all(), name


def test_hatching_fills_its_shape():
    square = shapely.box(0, 0, 4, 4)
    lines = hatching(square)
    # diagonals one step apart: their length is the area over the distance between two of them
    assert lines.length == pytest.approx(16 / (HATCH_STEP_DEG / np.sqrt(2)), rel=0.02)
    directions = {
        round(float(np.degrees(np.arctan2(*(np.diff(line.coords, axis=0)[0][::-1]))))) for line in lines.geoms
    }
    assert directions == {45}


def test_hatching_lies_on_one_grid_for_neighbours():
    west, east = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    together = shapely.union_all([hatching(west), hatching(east)])
    offsets = {round((line.coords[0][0] - line.coords[0][1]) / HATCH_STEP_DEG, 6) for line in together.geoms}
    assert all(offset == pytest.approx(round(offset), abs=1e-4) for offset in offsets)


def test_a_shape_smaller_than_the_grid_has_no_broken_lines():
    assert shapely.is_empty(hatching(shapely.box(0.01, 0.02, 0.0101, 0.0201)))


def test_files_that_are_made_twice_are_equal_byte_for_byte():
    assert layers(FOLDER) == layers(FOLDER)


@pytest.mark.parametrize("content", [None, b"", b"no parquet"])
def test_a_boundary_file_that_cannot_be_read_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "countries.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"countries.parquet: the boundaries cannot be read"):
        layers(tmp_path)


def test_a_table_without_shapes_is_no_boundary_file(tmp_path):
    gpd.pd.DataFrame({"place_id": ["CO"]}).to_parquet(tmp_path / "countries.parquet")
    with pytest.raises(DataError, match=r"countries.parquet: the boundaries cannot be read"):
        boundaries.read_layer(tmp_path, "countries")
