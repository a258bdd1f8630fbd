"""Files of boundaries as strangers make them: each is read rightly, or refused with what is wrong and where."""

import contextlib
import gzip
import json
import sqlite3
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.bounds import TOWNS, box, collection, feature, frame, rules, square, understood, write

CODES = tuple(sorted(TOWNS))


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path / "data"))


def grid(*extra, towns=TOWNS, column="MPIO_CDPMP", **members):
    features = [feature(code, square(*at)) for code, at in towns.items()]
    if column != "MPIO_CDPMP":
        for one in features:
            one["properties"] = {column: one["properties"]["MPIO_CDPMP"]}
    return collection(*features, *extra, **members)


def zipped(path, folder, pattern="*"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(folder.glob(pattern)):
            archive.write(member, member.name)
    return path


def shapefile(tmp_path, table, *, encoding=None, without=()):
    folder = tmp_path / "shp"
    folder.mkdir()
    table.to_file(folder / "MGN_MPIO_POLITICO.shp", engine="pyogrio", encoding=encoding)
    for ending in without:
        (folder / f"MGN_MPIO_POLITICO{ending}").unlink()
    return zipped(tmp_path / "mgn.zip", folder)


def made(told, level="municipality"):
    assert told.is_ready, told.of("error")
    return tuple(told.levels[level]["codes"])


def shapes_of(told, level="municipality", detail="high"):
    features = json.loads(told.file(level, detail).read_bytes())["features"]
    return {f["properties"]["code"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}


# Formats


@pytest.mark.parametrize("driver", ["GeoJSON", "GPKG"])
def test_geojson_and_geopackage(tmp_path, driver):
    path = tmp_path / "any-name.bin"  # known by what it holds, not by its name
    table = frame()
    if driver == "GPKG":
        table.to_file(tmp_path / "x.gpkg", layer="mpio")
        (tmp_path / "x.gpkg").rename(path)
    else:
        path.write_text(table.to_json())
    told = understood(path)
    assert (made(told), made(told, "department"), rules(told)) == (CODES, ("05", "17"), {})


def test_geoparquet(tmp_path):
    frame().to_parquet(tmp_path / "x.parquet")
    assert made(understood(tmp_path / "x.parquet")) == CODES


def test_a_parquet_table_without_geometry_is_refused(tmp_path):
    gpd.pd.DataFrame({"MPIO_CDPMP": CODES}).to_parquet(tmp_path / "x.parquet")
    assert "without geometry" in dict(understood(tmp_path / "x.parquet").findings[0].values)["reason"]


@pytest.mark.parametrize("column", ["MPIO_CDPMP", "MPIO_CCNCT", "mpio_cdpmp", "COD_DANE", "ADM2_PCODE"])
def test_a_zip_of_a_shapefile_whatever_its_column_is_called(tmp_path, column):
    told = understood(shapefile(tmp_path, frame(column=column)))
    assert (made(told), told.about["code_column"]) == (CODES, column)


def test_a_shapefile_as_it_lies_beside_its_companions(tmp_path):
    shapefile(tmp_path, frame())
    assert made(understood(tmp_path / "shp" / "MGN_MPIO_POLITICO.shp")) == CODES


def test_a_shapefile_without_its_companions_is_refused_with_what_to_do(tmp_path):
    told = understood(shapefile(tmp_path, frame(), without=(".dbf",)))
    assert "one zip" in dict(told.findings[0].values)["reason"]


@pytest.mark.parametrize("crs", ["EPSG:4686", "EPSG:9377", "EPSG:3116", "EPSG:3857"])
def test_other_coordinate_systems_are_converted(tmp_path, crs):
    told = understood(shapefile(tmp_path, frame(crs)))
    assert made(told) == CODES
    if crs != "EPSG:4686":  # the geographic system of Colombia: the same degrees
        assert rules(told)["boundary_crs"] == 1
    found = shapes_of(told)["05001"]
    assert found.symmetric_difference(box(*TOWNS["05001"])).area < 1e-4


def test_metres_without_a_system_are_refused_until_it_is_said(tmp_path):
    path = shapefile(tmp_path, frame("EPSG:9377"), without=(".prj",))
    assert rules(understood(path)) == {"boundary_crs_missing": 1}
    assert made(understood(path, crs="EPSG:9377")) == CODES
    assert rules(understood(path, crs="EPSG:1")) == {"boundary_crs_unknown": 1}


def test_degrees_without_a_system_are_taken_and_told(tmp_path):
    told = understood(shapefile(tmp_path, frame(), without=(".prj",)))
    assert (made(told), rules(told)) == (CODES, {"boundary_crs_assumed": 1})


def test_a_geojson_in_metres_names_its_system_or_is_refused(tmp_path):
    metres = json.loads(frame("EPSG:9377").to_json(drop_id=True))
    crs = metres.pop("crs", None) or {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9377"}}
    assert rules(understood(write(tmp_path / "no.geojson", metres))) == {"boundary_not_degrees": 1}
    told = understood(write(tmp_path / "crs.geojson", {"type": metres["type"], "crs": crs, **metres}))
    assert (made(told), rules(told)) == (CODES, {"boundary_crs": 1})


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "utf-8", "cp1252"])
def test_names_of_a_shapefile_without_its_cpg(tmp_path, encoding):
    names = ["MEDELLÍN", "RIONEGRO", "FREDONIA", "LA CEJA", "SANTA BÁRBARA", "ABEJORRAL", "MARMATO", "AGUADAS"]
    table = frame().assign(MPIO_CNMBR=names).drop(columns="MPIO_CDPMP")
    told = understood(shapefile(tmp_path, table, encoding=encoding, without=(".cpg",)))
    assert (made(told), rules(told)) == (CODES, {"boundary_by_name": 8})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_geojson_with_a_mark(tmp_path, encoding):
    assert made(understood(write(tmp_path / "x.geojson", grid(), encoding))) == CODES


def test_of_a_geopackage_with_several_levels_the_finest_is_taken_and_of_two_alike_it_asks_which(tmp_path):
    path = tmp_path / "x.gpkg"
    frame().to_file(path, layer="mpio")
    frame().assign(DPTO=frame().MPIO_CDPMP.str[:2]).dissolve("DPTO").reset_index()[["DPTO", "geometry"]].to_file(
        path, layer="dpto"
    )
    assert made(understood(path)) == CODES
    assert made(understood(path, level="municipality")) == CODES
    frame().to_file(path, layer="mpio_2018")
    told = understood(path)
    assert rules(told) == {"boundary_layers": 1}
    said = "mpio (8: municipality), dpto (2: department), mpio_2018 (8: municipality)"
    assert dict(told.findings[0].values)["layers"] == said
    assert made(understood(path, layer="dpto"), "department") == ("05", "17")
    assert rules(understood(path, layer="nothing")) == {"boundary_layer_unknown": 1}


def test_of_a_zip_of_several_levels_the_finest_is_taken(tmp_path):
    folder = tmp_path / "both"
    folder.mkdir()
    write(folder / "adm2.geojson", grid())
    write(folder / "adm1.geojson", collection(*[
        {"type": "Feature", "properties": {"ADM1_PCODE": f"CO{code}"}, "geometry": json.loads(shapely.to_geojson(
            shapely.union_all([box(*at) for c, at in TOWNS.items() if c[:2] == code])))} for code in ("05", "17")
    ]))  # fmt: skip
    path = zipped(tmp_path / "both.zip", folder)
    assert made(understood(path)) == CODES
    assert made(understood(path, level="department"), "department") == ("05", "17")


def topology(codes=CODES, transform=True):
    """The grid as TopoJSON, quantised: whole numbers, each the step from the one before."""
    scale, origin = [0.0001, 0.0001], [-76.0, 5.0]
    arcs, geometries = [], []
    for code in codes:
        ring = np.array(box(*TOWNS[code]).exterior.coords)
        whole = np.rint((ring - origin) / scale).astype(int)
        arcs.append(np.vstack([whole[:1], np.diff(whole, axis=0)]).tolist() if transform else ring.tolist())
        geometries.append({"type": "Polygon", "arcs": [[len(arcs) - 1]], "properties": {"MPIO_CDPMP": code}})
    objects = {"municipios": {"type": "GeometryCollection", "geometries": geometries}}
    own = {"transform": {"scale": scale, "translate": origin}} if transform else {}
    return {"type": "Topology", "objects": objects, "arcs": arcs, **own}


@pytest.mark.parametrize("transform", [True, False])
def test_topojson_quantised_or_not(tmp_path, transform):
    told = understood(write(tmp_path / "x.topojson", topology(transform=transform)))
    assert (made(told), rules(told)) == (CODES, {})
    assert shapes_of(told)["05001"].equals(box(*TOWNS["05001"]))


# Codes


@pytest.mark.parametrize("written", [int, float, lambda code: f"CO{code}", lambda code: f" {int(code)} ", str])
def test_codes_as_numbers_without_zeros_and_p_codes(tmp_path, written):
    told = understood(write(tmp_path / "x.geojson", grid(towns={written(c): at for c, at in TOWNS.items()})))
    assert made(told) == CODES
    assert set(rules(told)) <= {"boundary_codes_read"}


@pytest.mark.parametrize("kind", [str, int])
def test_a_code_as_the_id_of_the_feature(tmp_path, kind):
    whole = grid()
    for one in whole["features"]:
        one["id"] = kind(one["properties"].pop("MPIO_CDPMP"))
    told = understood(write(tmp_path / "x.geojson", whole))
    assert (made(told), told.about["code_column"]) == (CODES, "id")


def test_a_code_in_two_columns(tmp_path):
    table = frame()
    table["DPTO_CCDGO"], table["MPIO_CCDGO"] = table.MPIO_CDPMP.str[:2], table.MPIO_CDPMP.str[2:]
    table.drop(columns="MPIO_CDPMP").to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    assert (made(told), told.about["code_column"]) == (CODES, "DPTO_CCDGO+MPIO_CCDGO")


def test_wrong_codes_are_refused_with_the_list(tmp_path):
    wrong = {"05999" if c == "05615" else "99999" if c == "17013" else c: at for c, at in TOWNS.items()}
    told = understood(write(tmp_path / "x.geojson", grid(towns=wrong)))
    assert [(f.row, f.value) for f in told.by("boundary_code_unknown")] == [(2, "05999"), (8, "99999")]
    assert not told.is_ready


def test_a_file_of_which_every_code_is_wrong_is_refused_with_the_list(tmp_path):
    wrong = {f"9{i}999": at for i, at in enumerate(TOWNS.values())}
    told = understood(write(tmp_path / "x.geojson", grid(towns=wrong)), level="municipality")
    assert len(told.by("boundary_code_unknown")) == len(TOWNS)


def test_codes_of_another_level_are_refused(tmp_path):
    departments = {"05": (0, 0), "17": (0, -3)}
    told = understood(write(tmp_path / "x.geojson", grid(towns=departments)), level="municipality")
    assert [f.value for f in told.by("boundary_code_unknown")] == ["05", "17"]


def test_a_feature_without_a_code_is_told_by_its_number(tmp_path):
    told = understood(write(tmp_path / "x.geojson", grid(feature(None, square(2, 0)), feature("", square(3, 0)))))
    assert [f.row for f in told.by("boundary_no_code")] == [9, 10]
    assert not told.is_ready


def test_a_feature_can_be_left_out_by_name(tmp_path):
    path = write(tmp_path / "x.geojson", grid(feature("LAGO", square(2, 0))))
    assert not understood(path).is_ready
    told = understood(path, leave_out=("LAGO",))
    assert (made(told), rules(told)) == (CODES, {"boundary_left_out": 1})


def test_a_municipality_in_the_wrong_department_is_told(tmp_path):
    table = frame()
    table["DPTO_CCDGO"] = table.MPIO_CDPMP.str[:2].where(table.MPIO_CDPMP.ne("05615"), "17")
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    found = told.by("boundary_wrong_parent")
    assert [(f.value, dict(f.values)["stated"], dict(f.values)["parent"]) for f in found] == [
        ("05615", "17 Caldas", "05 Antioquia")
    ]
    assert not told.is_ready


def test_exchanged_codes_are_told_by_where_the_places_lie(tmp_path):
    exchanged = TOWNS | {"05001": TOWNS["17013"], "17013": TOWNS["05001"]}
    told = understood(write(tmp_path / "x.geojson", grid(towns=exchanged)))
    assert {(f.value, dict(f.values)["holder"]) for f in told.by("boundary_far")} >= {("05001", "17013")}
    assert not told.is_ready


def test_latitude_and_longitude_exchanged_are_told(tmp_path):
    table = frame()
    table["geometry"] = shapely.transform(table.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet", country="CO")
    assert set(rules(told)) <= {"boundary_elsewhere", "boundary_not_degrees"}
    assert not told.is_ready


def test_a_code_that_ended_is_kept_and_told(tmp_path):
    table = frame(towns={"94343": (0, 0), "94663": (1, 0)})
    table["geometry"] = [shapely.box(-69.9, 3.4, -69.7, 3.6), shapely.box(-70.1, 3.4, -69.9, 3.6)]
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    assert made(told) == ("94343", "94663")
    assert dict(told.by("boundary_code_ended")[0].values)["into"] == "94343"


def test_places_without_a_polygon_are_listed(tmp_path):
    told = understood(write(tmp_path / "x.geojson", grid()))
    missing = {f.value for f in told.by("boundary_missing")}
    assert len(missing) == 1122 - len(TOWNS)
    assert not missing & set(TOWNS)
    assert "94663" not in missing  # it ended: nothing is missing


def test_by_name_within_the_department_where_there_are_no_codes(tmp_path):
    names = {"05001": "Medellin", "05615": "Rionegro", "17442": "MARMATO", "17013": "Aguadas"}
    table = frame(towns={c: TOWNS[c] for c in names})
    table["NAME_2"], table["NAME_1"] = list(names.values()), ["Antioquia"] * 2 + ["Caldas"] * 2
    table.drop(columns="MPIO_CDPMP").to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet", level="municipality")
    assert made(told) == tuple(sorted(names))  # Rionegro is in Santander too
    assert rules(told) == {"boundary_by_name": 4}


def test_by_name_only_where_it_is_exact(tmp_path):
    table = frame(towns={c: TOWNS[c] for c in ("05001", "05615")})
    table["shapeName"], table["shapeType"] = ["Medelin", "Rionegro"], "ADM2"
    table.drop(columns="MPIO_CDPMP").to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    assert [f.value for f in told.by("boundary_name_unknown")] == ["Medelin"]


def test_no_column_of_codes_and_none_of_names(tmp_path):
    table = frame().rename(columns={"MPIO_CDPMP": "x"}).assign(x="a lake")
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet", level="municipality")
    assert set(rules(told)) == {"boundary_no_codes"}
    assert rules(understood(tmp_path / "x.parquet", level="municipality", code_column="y")) == {
        "boundary_column_missing": 1
    }


# Geometry


def test_a_code_that_stands_twice_is_joined_only_where_its_features_touch(tmp_path):
    touching = understood(write(tmp_path / "a.geojson", grid(feature("05001", square(-1, 0)))))
    assert rules(touching) == {"boundary_doubled_joined": 1}
    assert shapes_of(touching)["05001"].area == pytest.approx(2 * box(0, 0).area)
    apart = understood(write(tmp_path / "b.geojson", grid(feature("05001", square(-3, 0)))))
    assert rules(apart) == {"boundary_doubled_apart": 1}
    assert not apart.is_ready
    same = understood(write(tmp_path / "c.geojson", grid(feature("05001", square(0, 0)))))
    assert rules(same) == {"boundary_doubled_same": 1}
    assert same.is_ready


def test_one_polygon_under_two_codes_is_refused(tmp_path):
    told = understood(write(tmp_path / "x.geojson", grid(feature("05266", square(0, 0)))))
    assert rules(told) == {"boundary_overlap_large": 1}
    assert not told.is_ready


def test_small_overlaps_and_narrow_gaps_are_cleaned_and_told(tmp_path):
    table = frame()
    wider, narrower = box(0, 0).buffer(0.001, join_style="mitre"), box(1, -2).buffer(-0.00003, join_style="mitre")
    table["geometry"] = [wider if c == "05001" else narrower if c == "05002" else g
                         for c, g in zip(table.MPIO_CDPMP, table.geometry, strict=True)]  # fmt: skip
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    assert rules(told)["boundary_overlap"] == 3
    assert told.is_ready
    for detail in ("low", "med", "high"):
        found = np.array(list(shapes_of(told, detail=detail).values()))
        assert shapely.coverage_is_valid(found)


def test_overlapping_neighbours_are_refused_by_name(tmp_path):
    told = understood(write(tmp_path / "x.geojson", grid(towns=TOWNS | {"05615": (0.6, 0)})))
    assert {(f.value, dict(f.values)["other"]) for f in told.by("boundary_overlap_large")} == {("05001", "05615")}


def test_a_bow_tie_is_repaired_and_told(tmp_path):
    west, south, east, north = box(*TOWNS["05001"]).bounds
    tie = [[[west, south], [east, north], [east, south], [west, north], [west, south]]]
    towns = {c: at for c, at in TOWNS.items() if c != "05001"}
    told = understood(write(tmp_path / "x.geojson", grid(
        feature("05001", {"type": "Polygon", "coordinates": tie}), towns=towns
    )))  # fmt: skip
    assert dict(told.by("boundary_repaired")[0].values)["reason"] == "self-intersection"
    assert made(told) == CODES
    assert all(shape.is_valid for shape in shapes_of(told).values())


def test_empty_and_missing_geometry_is_left_out_and_told(tmp_path):
    towns = {c: at for c, at in TOWNS.items() if c not in ("05001", "05002")}
    empty = {"type": "Polygon", "coordinates": []}
    told = understood(write(tmp_path / "x.geojson", grid(feature("05001", None), feature("05002", empty), towns=towns)))
    assert {f.value for f in told.by("boundary_empty")} == {"05001", "05002"}
    assert {"05001", "05002"} <= {f.value for f in told.by("boundary_missing")}
    assert told.is_ready


def test_points_and_lines(tmp_path):
    point = {"type": "Point", "coordinates": [-75.5, 6.2]}
    line = {"type": "LineString", "coordinates": [[-75.5, 6.2], [-75.4, 6.1]]}
    mixed = understood(write(tmp_path / "a.geojson", grid(feature("05266", point), feature("05631", line))))
    assert {(f.value, dict(f.values)["found"]) for f in mixed.by("boundary_not_polygon")} == {
        ("05266", "points"), ("05631", "lines"),
    }  # fmt: skip
    assert made(mixed) == CODES
    alone = understood(write(tmp_path / "b.geojson", collection(feature("05001", point), feature("05002", point))))
    assert rules(alone) == {"boundary_no_polygons": 1}


def test_collections_give_their_polygons(tmp_path):
    both = {"type": "GeometryCollection", "geometries": [square(0, 0), {"type": "Point", "coordinates": [-75.5, 6.2]}]}
    towns = {c: at for c, at in TOWNS.items() if c != "05001"}
    told = understood(write(tmp_path / "x.geojson", grid(feature("05001", both), towns=towns)))
    assert (made(told), rules(told)) == (CODES, {})


def test_several_parts_and_heights(tmp_path):
    table = frame()
    far = shapely.box(-75.9, 6.2, -75.85, 6.25)
    table["geometry"] = shapely.force_3d([
        shapely.multipolygons([g, far]) if c == "05001" else g
        for c, g in zip(table.MPIO_CDPMP, table.geometry, strict=True)
    ], 2600.0)  # fmt: skip
    table.to_file(tmp_path / "x.gpkg")
    told = understood(tmp_path / "x.gpkg")
    assert rules(told) == {"boundary_heights": 8}
    shape = shapes_of(told)["05001"]
    assert (shape.geom_type, shape.has_z) == ("MultiPolygon", False)
    at = told.levels["municipality"]["codes"].index("05001")
    assert told.levels["municipality"]["boxes"][at] == list(box(0, 0).bounds)  # without the part far away


@pytest.mark.parametrize("east", ["leaping", "beyond"])
def test_a_polygon_over_the_180th_meridian_is_cut_there(tmp_path, east):
    far = -179.5 if east == "leaping" else 180.5
    ring = [[179.0, -17.0], [far, -17.0], [far, -16.0], [179.0, -16.0], [179.0, -17.0]]
    whole = {"type": "Feature", "properties": {"ADM0_PCODE": "FJ", "ADM1_PCODE": "FJ1", "ADM1_EN": "Northern"},
             "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    ring2 = [[177.0, -18.2], [178.6, -18.2], [178.6, -17.4], [177.0, -17.4], [177.0, -18.2]]
    other = {"type": "Feature", "properties": {"ADM0_PCODE": "FJ", "ADM1_PCODE": "FJ2", "ADM1_EN": "Western"},
             "geometry": {"type": "Polygon", "coordinates": [ring2]}}  # fmt: skip
    third = json.loads(json.dumps(other).replace("177.0", "177.1").replace("-18.2", "-19.2").replace("-17.4", "-18.2"))
    third["properties"]["ADM1_PCODE"] = "FJ3"
    told = understood(write(tmp_path / "fj.geojson", collection(whole, other, third)), level="department", country="FJ")
    assert rules(told).get("boundary_cut") == 1, told.findings
    shape = shapes_of(told, "department")["FJ1"]
    assert shape.area == pytest.approx(1.5, rel=0.01)
    assert shape.bounds[0] >= -180
    assert shape.bounds[2] <= 180
    west, _, east_edge, _ = told.levels["department"]["boxes"][0]
    assert east_edge - west < 2  # never around the globe


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 1e300, "12"])
def test_coordinates_that_are_no_numbers(tmp_path, wrong):
    geometry = square(0, 0)
    geometry["coordinates"][0][1] = [wrong, 6.2]
    told = understood(write(tmp_path / "x.geojson", grid(feature("05266", geometry))))
    assert not told.is_ready or "05266" not in made(told)


def test_details_are_lighter_step_by_step_and_keep_every_place(tmp_path):
    table = frame()
    cells = [shapely.segmentize(g, 0.001) for g in table.geometry]
    moved = [shapely.transform(g, lambda xy: xy + 0.002 * np.sin(xy[:, ::-1] * 400)) for g in cells]
    table["geometry"] = moved
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet")
    points = []
    for detail in ("low", "med", "high"):
        found = np.array(list(shapes_of(told, detail=detail).values()))
        assert len(found) == len(TOWNS)
        assert shapely.is_valid(found).all()
        assert shapely.coverage_is_valid(found)
        points.append(int(shapely.get_num_coordinates(found).sum()))
    assert points[0] < points[1] < points[2]


def test_what_is_served_is_compressed_beforehand(tmp_path):
    told = understood(write(tmp_path / "x.geojson", grid()))
    path = told.file("municipality", "med")
    assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()


# Hostile


def test_members_that_lead_out_of_an_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../../out.geojson", json.dumps(grid()))
    assert "leads out" in dict(understood(tmp_path / "x.zip").findings[0].values)["reason"]


def test_a_bomb_in_an_archive(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.geojson", "w") as member,
    ):
        for _ in range(60):
            member.write(b" " * 1_000_000)
    assert "times its size" in dict(understood(tmp_path / "x.zip").findings[0].values)["reason"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<html></html>", "no GeoJSON"),
        (b"MPIO_CDPMP,WKT\n05001,POINT(0 0)\n", "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Fea', "damaged"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"a": ' * 100_000, "damaged"),
        (b'{"type": "Topology", "objects": {}, "arcs": []}', ""),
        (b"SQLite format 3\x00" + b"\x00" * 200, "damaged"),
        (b"PAR1" + b"\x00" * 50 + b"PAR1", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 50, "damaged"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 96, "one zip"),
        (b'{"type":"Feature","properties":{},"geometry":null}', ""),
        (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [1, null, "x"]}', ""),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused_with_a_sentence(tmp_path, content, said):
    (tmp_path / "x.geojson").write_bytes(content)
    told = understood(tmp_path / "x.geojson")
    assert told.of("error")
    assert not told.is_ready
    assert said in dict(told.findings[0].values).get("reason", "")


def test_a_view_of_a_geopackage_is_not_asked(tmp_path):
    frame().to_file(tmp_path / "x.gpkg", layer="mpio")
    with contextlib.closing(sqlite3.connect(tmp_path / "x.gpkg")) as base:
        base.execute(
            "create view endless as with recursive r(n) as (select 1 union all select n + 1 from r)"
            " select n as fid, (select geom from mpio limit 1) as geom, '05001' as MPIO_CDPMP from r"
        )
        base.execute("insert into gpkg_contents (table_name, data_type, srs_id) values ('endless', 'features', 4326)")
        base.execute("insert into gpkg_geometry_columns values ('endless', 'geom', 'POLYGON', 4326, 0, 0)")
        base.commit()
    assert made(understood(tmp_path / "x.gpkg")) == CODES


def test_names_and_columns_with_marks_stay_text(tmp_path):
    table = frame().assign(**{"<b>'; drop": "=1+1", "ñandú \n x": "</script>"})
    table.to_parquet(tmp_path / "x.parquet")
    told = understood(tmp_path / "x.parquet", "../../<img src=x>.parquet")
    assert made(told) == CODES
    assert told.name == "<img src=x>.parquet"


def test_a_single_place_is_no_trouble(tmp_path):
    told = understood(write(tmp_path / "x.geojson", collection(feature("05001", square(0, 0)))), level="municipality")
    assert made(told) == ("05001",)
    assert made(told, "country") == ("CO",)
