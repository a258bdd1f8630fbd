"""The shell's way in and out: exit statuses, what the JSON holds, and files that can be read again."""

import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest

from analytics.__main__ import main
from analytics.readers.iati import read_iati
from analytics.workspaces import Workspace
from tests.conftest import SHARED
from tests.importing import HEAD, written

GOOD = HEAD + "5001,Medellín,2020,3\n05120,Cáceres,2021,4\n"
BAD = HEAD + "05999,,2020,3\n"
NIGERIA = SHARED / "data" / "iati203_nigeria_aims" / "iati_2.03_NigeriaAIMS.xml"


@pytest.fixture
def run(capsys):
    """Runs a command; returns its exit status and what it wrote to standard output."""

    def ran(*arguments) -> tuple[int, str]:
        status = main([str(argument) for argument in arguments])
        return status, capsys.readouterr().out

    return ran


def _import(run, path, *more):
    status, out = run("import", path, "--workspace", "trial", "--format", "json", *more)
    return status, json.loads(out)


def test_an_import_says_what_it_did_in_json(run, tmp_path):
    path, name = written(tmp_path, GOOD)
    status, report = _import(run, path)
    assert status == 0
    assert report["workspace"] == "trial"
    assert report["snapshot"] == Workspace("trial").snapshot().id
    (file,) = report["files"]
    assert (file["name"], file["format"], file["encoding"], file["rows"]) == (name, "csv", "utf-8", 2)
    assert report["tables"]["issue_records"] == {"added": 2, "changed": 0, "removed": 0, "total": 2}
    (corrected,) = report["corrections"]
    assert (corrected["rule"], corrected["value"], corrected["count"]) == ("code_corrected", "5001", 1)
    assert (report["errors"], report["warnings"]) == ([], [])


def test_errors_are_found_and_nothing_is_published(run, tmp_path):
    path, name = written(tmp_path, BAD)
    status, report = _import(run, path)
    assert (status, report["snapshot"]) == (1, None)
    (error,) = report["errors"]
    assert {key: error[key] for key in ("file", "sheet", "row", "column", "path", "value", "rule")} == {
        "file": name, "sheet": None, "row": 2, "column": "codigo_dane", "path": None, "value": "05999",
        "rule": "code_unknown",
    }  # fmt: skip
    assert "Correct the code" in error["message"]
    assert Workspace("trial").snapshot() is None


def test_an_error_can_be_accepted_or_its_row_left_out(run, tmp_path):
    path, name = written(tmp_path, GOOD + "05999,,2020,3\n")
    assert _import(run, path, "--accept", "code_unknown")[1]["tables"]["issue_records"]["total"] == 3
    assert _import(run, path, "--leave-out", f"{name}:4")[0] == 0


def test_a_dry_run_publishes_nothing_until_it_is_told_to(run, tmp_path):
    path, _ = written(tmp_path, GOOD)
    status, report = _import(run, path, "--dry-run")
    assert (status, report["snapshot"]) == (0, None)
    assert Workspace("trial").snapshot() is None
    status, out = run("publish", report["id"], "--workspace", "trial", "--format", "json")
    assert (status, json.loads(out)["snapshot"]) == (0, Workspace("trial").snapshot().id)


def test_versions_are_listed_and_gone_back_from(run, tmp_path):
    first = _import(run, written(tmp_path, GOOD)[0])[1]["snapshot"]
    second = _import(run, written(tmp_path, HEAD + "05001,,2022,1\n", "extorsion 2022.csv")[0])[1]["snapshot"]
    _, out = run("snapshots", "--workspace", "trial", "--format", "json")
    assert [(one["id"], one["is_current"]) for one in json.loads(out)] == [(second, True), (first, False)]
    assert run("rollback", "--workspace", "trial")[0] == 0
    assert Workspace("trial").snapshot().id == first
    _, out = run("snapshots", "--workspace", "trial", "--log")
    assert [line.split()[3] for line in out.splitlines()] == ["import", "import", "rollback"]


def test_the_text_says_what_to_do_next(run, tmp_path):
    path, _ = written(tmp_path, BAD)
    status, out = run("import", path, "--workspace", "trial")
    assert status == 1
    assert "row 2, codigo_dane: 05999 [code_unknown]" in out
    assert "Nothing was published" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "nowhere.csv", "--workspace", "trial"],
        ["import", __file__, "--workspace", "Not a name"],
        ["import", __file__, "--workspace", "trial", "--accept", "no_rule"],
        ["import", __file__, "--workspace", "trial", "--leave-out", "no row"],
        ["snapshots", "--workspace", "nothing"],
        ["publish", "nothing", "--workspace", "nothing"],
        ["export", "csv", "--workspace", "nothing", "--out", "x.zip"],
    ],
)
def test_wrong_use_ends_with_two(run, arguments):
    assert run(*arguments)[0] == 2


def test_a_mapping_is_saved_and_used_again(run, tmp_path):
    mapping = tmp_path / "mapping.json"
    path, _ = written(tmp_path, GOOD)
    _import(run, path, "--save-mapping", mapping, "--dry-run")
    told = json.loads(mapping.read_text(encoding="utf-8"))
    assert told["tables"][0]["columns"]["casos"] == "count"
    told["tables"][0]["options"]["issue_type"] = "kidnapping"
    mapping.write_text(json.dumps(told), encoding="utf-8")
    assert _import(run, path, "--mapping", mapping)[0] == 0
    _, out = run("ask", "recorded_issues", "--workspace", "trial", "--format", "json")
    assert [row["issue_type_id"] for row in json.loads(out)] == ["kidnapping"]


def test_a_mapping_that_names_a_column_that_is_not_there_blocks(run, tmp_path):
    mapping = tmp_path / "mapping.json"
    path, _ = written(tmp_path, GOOD)
    _import(run, path, "--save-mapping", mapping, "--dry-run")
    other, _ = written(tmp_path, GOOD.replace("casos", "hechos_registrados").replace("3\n", "5\n"))
    status, report = _import(run, other, "--mapping", mapping)
    assert status == 1
    assert [(error["rule"], error["column"]) for error in report["errors"]] == [("column_missing", "casos")]


# The way out


@pytest.fixture
def filled(run, tmp_path):
    work = "titulo,codigo_dane,inicio,fin\n=cmd|' /C calc'!A0,05001,2020-01-01,2020-12-31\n"
    work += "Camino,13,2021-01-01,2021-06-30\n"
    _import(run, written(tmp_path, GOOD)[0])
    assert _import(run, written(tmp_path, work, "actividades.csv")[0])[0] == 0
    return tmp_path


def _out(run, folder, kind):
    path = folder / f"out.{kind}"
    assert run("export", kind, "--workspace", "trial", "--out", path)[0] == 0
    return path.read_bytes()


def test_the_csv_files_hold_every_table_and_no_formula(run, filled):
    with zipfile.ZipFile(io.BytesIO(_out(run, filled, "csv"))) as archive:
        records = pd.read_csv(archive.open("issue_records.csv"), dtype=str)
        titles = pd.read_csv(archive.open("activities.csv"), dtype=str)["title_es"]
    assert records["place_id"].tolist() == ["05001", "05120"]
    assert titles.tolist() == ["'=cmd|' /C calc'!A0", "Camino"]


def test_the_workbook_keeps_text_as_text(run, filled):
    book = openpyxl.load_workbook(io.BytesIO(_out(run, filled, "xlsx")))
    sheet = book["activities"]
    column = [cell.value for cell in sheet[1]].index("title_en") + 1
    cell = sheet.cell(2, column)
    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")


def test_the_points_say_how_exact_they_are(run, filled):
    features = json.loads(_out(run, filled, "geojson"))["features"]
    assert {one["properties"]["exactness"] for one in features} == {"municipality", "department"}


def test_the_parquet_files_are_those_of_the_version(run, filled):
    with zipfile.ZipFile(io.BytesIO(_out(run, filled, "parquet"))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["id"] == Workspace("trial").snapshot().id
        assert "activities.parquet" in archive.namelist()


def test_the_record_of_the_documents_goes_out_too(run, tmp_path, published_home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(published_home))
    path = tmp_path / "record.zip"
    assert run("export", "csv", "--out", path)[0] == 0
    with zipfile.ZipFile(path) as archive:
        assert len(pd.read_csv(archive.open("programmes.csv"))) == 9


@pytest.mark.skipif(not NIGERIA.is_file(), reason="the publishers' files are not on this machine")
def test_iati_comes_out_as_it_came_in(run, tmp_path):
    assert _import(run, NIGERIA)[0] == 0
    (tmp_path / "out.xml").write_bytes(_out(run, tmp_path, "iati"))
    before, after = read_iati(NIGERIA, "in.xml"), read_iati(tmp_path / "out.xml", "out.xml")
    frames = [{grid.sheet: grid.frame for grid in reading.grids} for reading in (before, after)]
    assert set(frames[0]) == set(frames[1])
    for name, frame in frames[0].items():
        if name == "file":
            continue
        said = [column for column in frame.columns if column not in ("path", "parent")]
        pd.testing.assert_frame_equal(
            frame[said].reset_index(drop=True), frames[1][name][said].reset_index(drop=True), check_dtype=False
        )
