"""Official boundaries as they are published come in by the command, and the contained process holds."""

import json
import os
import subprocess
import sys
import zipfile

import geopandas as gpd
import pytest

from analytics import boundary_sets
from analytics.__main__ import main
from analytics.bounding import child, taking
from analytics.readers.limits import MB, Limits
from tests.bounds import collection, feature, frame, square, write
from tests.country import PROJECT

GEO = PROJECT.parent / "shared" / "geo"
DANE, RWANDA = GEO / "dane", GEO / "rwanda"
official = pytest.mark.skipif(not DANE.is_dir(), reason="the official layers are not committed")


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path / "data"))


def run(capsys, *arguments):
    status = main(["boundaries", *map(str, arguments), "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def dane():
    return gpd.read_parquet(DANE / "co_municipios_mgn2021_med.parquet")


def check_colombia(status, told):
    assert status == 0
    assert told["made"] == {"municipality": 1121, "department": 33, "country": 1}
    assert told["missing"] == [["27493", "Nuevo Belén de Bajirá"]]
    assert (told["extra"], told["invalid"], told["repaired"], told["overlaps"], told["gaps"]) == ([], 0, 0, 0, 0)
    assert told["published"] in {one["id"] for one in boundary_sets.stored()}
    assert len(boundary_sets.current()["CO", "municipality"].codes) == 1121


@official
def test_dane_as_geojson(capsys, tmp_path):
    dane().to_file(tmp_path / "mgn2021.geojson")
    check_colombia(*run(capsys, tmp_path / "mgn2021.geojson"))


@official
def test_dane_as_topojson_of_three_layers(capsys):
    check_colombia(*run(capsys, DANE / "co_mgn2021_med.topojson"))
    check_colombia(*run(capsys, DANE / "co_mgn2021_med.topojson", "--level", "municipality"))


@official
def test_dane_as_zip_of_a_shapefile_of_2018(capsys, tmp_path):
    table = dane()
    parts = {"MPIO_CCNCT": table.mpio_code, "MPIO_CNMBR": table.mpio_name.str.upper(), "DPTO_CCDGO": table.dept_code,
             "MPIO_CCDGO": table.mpio_code.str[2:], "geometry": table.geometry}  # fmt: skip
    folder = tmp_path / "shp"
    folder.mkdir()
    gpd.GeoDataFrame(parts, crs=4326).to_crs(4686).to_file(folder / "MGN_MPIO_POLITICO.shp", encoding="ISO-8859-1")
    (folder / "MGN_MPIO_POLITICO.cpg").unlink()
    with zipfile.ZipFile(tmp_path / "mgn.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"ADMINISTRATIVO/{path.name}")
    status, told = run(capsys, tmp_path / "mgn.zip")
    assert told["code_column"] == "MPIO_CCNCT"
    check_colombia(status, told)


@official
def test_dane_with_wrong_codes_is_refused_with_the_list(capsys, tmp_path):
    table = dane()
    table.loc[[3, 500, 1000], "mpio_code"] = ["05999", "99001000", "XX"]
    table[["mpio_code", "geometry"]].to_file(tmp_path / "wrong.geojson")
    status, told = run(capsys, tmp_path / "wrong.geojson")
    assert (status, told["published"], told["extra"]) == (1, None, ["05999", "99001000", "XX"])
    assert boundary_sets.stored() == []


@official
def test_dane_by_name_alone_as_geoboundaries_has_it(capsys, tmp_path):
    table = dane()
    own = {"shapeName": table.mpio_name, "shapeISO": "", "shapeID": [f"{i}B{i}" for i in table.index],
           "shapeGroup": "COL", "shapeType": "ADM2", "geometry": table.geometry}  # fmt: skip
    gpd.GeoDataFrame(own, crs=4326).to_file(tmp_path / "geoBoundaries-COL-ADM2.geojson")
    status, told = run(capsys, tmp_path / "geoBoundaries-COL-ADM2.geojson")
    assert (status, told["made"]["municipality"]) == (0, 1121)
    codes = boundary_sets.current()["CO", "municipality"].codes
    assert set(codes) == set(table.mpio_code)
    assert "geoBoundaries" in boundary_sets.current()["CO", "municipality"].credit


@official
@pytest.mark.parametrize("name", ["rw_districts.parquet", "rw_districts.topojson"])
def test_districts_of_rwanda_keep_their_codes_and_names(capsys, name):
    status, told = run(capsys, RWANDA / name)
    assert (status, told["made"]) == (0, {"municipality": 30, "department": 5, "country": 1})
    assert [f["rule"] for f in told["findings"]] == ["boundary_not_held"]
    districts = boundary_sets.current()["RW", "municipality"]
    assert (districts.codes[0], districts.names[0], districts.parents[0]) == ("RW11", "Nyarugenge", "RW-01")
    assert boundary_sets.current()["RW", "department"].codes == ("RW-01", "RW-02", "RW-03", "RW-04", "RW-05")


@official
def test_districts_of_rwanda_as_hdx_has_them(capsys, tmp_path):
    table = gpd.read_parquet(RWANDA / "rw_districts.parquet")
    own = {"ADM2_EN": table.district_name, "ADM2_PCODE": "RW" + table.district_code, "ADM1_EN": table.province_name,
           "ADM1_PCODE": "RW" + table.province_code, "ADM0_PCODE": "RW", "geometry": table.geometry}  # fmt: skip
    gpd.GeoDataFrame(own, crs=4326).to_file(tmp_path / "rwa_adm2_2006_NISR.shp")
    status, told = run(capsys, tmp_path / "rwa_adm2_2006_NISR.shp")
    assert (status, told["made"]) == (0, {"municipality": 30, "department": 5, "country": 1})
    current = boundary_sets.current()
    assert current["RW", "municipality"].codes[0] == "RW11"
    assert current["RW", "department"].codes == ("RW-01", "RW-02", "RW-03", "RW-04", "RW-05")
    assert current["RW", "municipality"].vintage == "2006"


# The contained process


def test_only_the_four_readers_that_are_meant_are_loaded():
    code = "import pyogrio; print(sorted(pyogrio.list_drivers()))"
    out = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | child.SETTINGS, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "['ESRI Shapefile', 'GPKG', 'GeoJSON', 'TopoJSON']"


def test_a_list_and_a_removal(capsys, tmp_path):
    path = write(tmp_path / "x.geojson", collection(feature("05001", square(0, 0)), feature("05615", square(1, 0))))
    assert main(["boundaries", str(path), "--credit", "DANE", "--vintage", "2024"]) == 0
    said = capsys.readouterr().out
    assert "2 municipalities, 1 departments, 1 country outline" in said
    name = said.split("Published as ")[1].strip(". \n")
    assert main(["boundaries", "--list"]) == 0
    assert name in capsys.readouterr().out
    assert main(["boundaries", "--remove", name]) == 0
    assert boundary_sets.stored() == []
    assert main(["boundaries", "--remove", name]) == 2
    assert main(["boundaries", str(tmp_path / "nothing.geojson")]) == 2


def test_a_dry_run_publishes_nothing(capsys, tmp_path):
    path = write(tmp_path / "x.geojson", collection(feature("05001", square(0, 0)), feature("05615", square(1, 0))))
    status, told = run(capsys, path, "--dry-run")
    assert (status, told["published"], told["made"]["municipality"]) == (0, None, 2)
    assert boundary_sets.stored() == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(address_space_bytes=300 * MB), "memory"),
        (Limits(wall_seconds=0.05, cpu_seconds=60), "longer than 0.05 seconds"),  # no machine starts the child sooner
        (Limits(file_bytes=100), ""),
    ],
)
def test_a_file_that_is_too_much_ends_with_a_sentence(tmp_path, limits, said):
    frame().to_file(tmp_path / "x.geojson")
    told = taking.understand(tmp_path / "x.geojson", "x.geojson", limits=limits)
    assert [f.rule for f in told.findings] == ["file_refused" if said else "file_too_large"]
    assert said in dict(told.findings[0].values).get("reason", "")


def test_a_file_that_points_at_another_is_not_followed(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("MPIO_CDPMP\n05001\n")
    for name, content in (
        ("x.vrt", f"<OGRVRTDataSource><OGRVRTLayer name='s'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>"),
        ("x.json", json.dumps({"type": "FeatureCollection", "links": [{"rel": "next", "href": "http://127.0.0.1:9/x"}],
                               "features": []})),
        ("x.geojson", f'{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {secret}"}}'),
    ):  # fmt: skip
        (tmp_path / name).write_text(content)
        told = taking.understand(tmp_path / name, name)
        assert not told.is_ready
        assert {f.rule for f in told.findings} <= {"file_refused", "file_unreadable"}
