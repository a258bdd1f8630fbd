"""Boundary sets: published whole or not at all, the newest is current, and a running app serves it."""

import json
import os
import shutil

import pytest
import shapely

from analytics import boundary_sets
from analytics.bounding import taking
from analytics.errors import DataError, UseError
from tests.bounds import TOWNS, collection, feature, square, understood, write


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An empty data folder; the reference is the project's own."""
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path / "data"))
    return tmp_path


def take(path, credit="DANE", **chosen):
    return taking.publish(understood(path, **chosen), credit, "2021", "CC BY 4.0")


@pytest.fixture
def towns(data):
    return write(data / "towns.geojson", collection(*[feature(code, square(*at)) for code, at in TOWNS.items()]))


def test_a_set_holds_its_level_and_those_above_it(towns):
    name = take(towns)
    current = boundary_sets.current()
    assert set(current) == {("CO", "municipality"), ("CO", "department"), ("CO", "country")}
    local = current["CO", "municipality"]
    assert local.set_id == name
    assert name.startswith("CO-municipality-")
    assert local.codes == tuple(sorted(TOWNS))
    assert current["CO", "department"].codes == ("05", "17")
    assert (local.credit, local.vintage, local.licence) == ("DANE", "2021", "CC BY 4.0")


def test_features_carry_their_position_and_code_in_the_order_of_codes(towns):
    take(towns)
    for one in boundary_sets.current().values():
        for detail in boundary_sets.DETAILS:
            properties = [f["properties"] for f in json.loads(one.file(detail).read_bytes())["features"]]
            assert properties == [{"i": i, "code": code} for i, code in enumerate(one.codes)]


def test_borders_of_divisions_are_those_of_their_municipalities(towns):
    take(towns)
    current = boundary_sets.current()
    for detail in boundary_sets.DETAILS:
        shapes = {
            level: [shapely.from_geojson(json.dumps(f["geometry"]))
                    for f in json.loads(current["CO", level].file(detail).read_bytes())["features"]]
            for level in boundary_sets.LEVELS
        }  # fmt: skip
        codes = current["CO", "municipality"].codes
        for code, division in zip(current["CO", "department"].codes, shapes["department"], strict=True):
            own = shapely.union_all([s for c, s in zip(codes, shapes["municipality"], strict=True) if c[:2] == code])
            assert own.equals(division)
        assert shapely.union_all(shapes["department"]).equals(shapes["country"][0])


def test_outer_rings_turn_against_the_clock(towns):
    take(towns)
    for one in boundary_sets.current().values():
        for f in json.loads(one.file("med").read_bytes())["features"]:
            parts = shapely.get_parts(shapely.from_geojson(json.dumps(f["geometry"])))
            assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()


def test_the_set_that_came_in_last_is_current_and_an_older_one_returns_when_it_is_removed(towns, data):
    first = take(towns)
    fewer = write(data / "fewer.geojson", collection(*[feature(c, square(*TOWNS[c])) for c in sorted(TOWNS)[:3]]))
    second = take(fewer)
    assert boundary_sets.current()["CO", "municipality"].set_id == second
    assert take(towns) == first  # the same again: no second copy, but the newest
    assert boundary_sets.current()["CO", "municipality"].set_id == first
    assert len(boundary_sets.stored()) == 2
    boundary_sets.remove(first)
    assert boundary_sets.current()["CO", "municipality"].set_id == second
    boundary_sets.remove(second)
    assert boundary_sets.current() == {}


def test_what_is_not_there_cannot_be_removed(data):
    for name in ("CO-municipality-0", "..", "../..", ".lock"):
        with pytest.raises(UseError, match="no boundaries"):
            boundary_sets.remove(name)


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "municipality-med.geojson").write_bytes(b"{}"),
        lambda folder: (folder / "municipality-low.geojson.br").unlink(),
        lambda folder: (folder / "set.json").write_text("{"),
        lambda folder: (folder / "set.json").write_text((folder / "set.json").read_text().replace("2021", "2024")),
    ],
)
def test_a_damaged_set_is_named_and_not_used(towns, harm):
    name = take(towns)
    folder = boundary_sets.folder() / name
    harm(folder)
    os.utime(folder / "set.json", ns=(1, 1))
    assert boundary_sets.current() == {}
    assert name in boundary_sets.faults()[0]
    assert take(towns) == name  # bringing it in again puts it right
    assert boundary_sets.current()["CO", "municipality"].set_id == name
    assert boundary_sets.faults() == ()


def test_nothing_is_published_where_an_error_stands(data):
    path = write(data / "wrong.geojson", collection(feature("05999", square(0, 0)), feature("05001", square(1, 0))))
    told = understood(path)
    assert [f.value for f in told.by("boundary_code_unknown")] == ["05999"]
    with pytest.raises(DataError, match="nothing was published"):
        taking.publish(told)
    assert boundary_sets.stored() == []


def test_a_publication_that_breaks_off_leaves_what_was_there(towns, data, monkeypatch):
    first = take(towns)
    told = understood(towns, "again.geojson")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(boundary_sets.SnapshotError, match="No space left"):
        taking.publish(told)
    assert [one["id"] for one in boundary_sets.stored()] == [first]


def test_sets_stand_in_the_place_of_our_own_boundaries_code_by_code(towns, tmp_path):
    codes = enumerate(["05", "13", "17"])
    ours = [feature(code, square(9, 9)) | {"properties": {"i": i, "code": code}} for i, code in codes]
    base = write(tmp_path / "departments.geojson", collection(*ours))
    before = boundary_sets.merged(base, "department")
    assert before == base.read_bytes()
    take(towns)
    features = json.loads(boundary_sets.merged(base, "department"))["features"]
    assert [f["properties"] for f in features] == [
        {"i": i, "code": code} for i, code in enumerate(["05", "13", "17"])
    ]  # fmt: skip
    old = {f["properties"]["code"]: f["geometry"] for f in json.loads(before)["features"]}
    assert features[1]["geometry"] == old["13"]  # the set has none of it
    assert features[0]["geometry"] != old["05"]
