"""Bad inputs that no other test of their kind holds, each with the answer that it must get."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest

from analytics.exports.versions import as_workbook
from analytics.importing.prepare import publish
from analytics.workspaces import Workspace
from pages.shared import booklet_view
from tests.importing import HEAD, published, read, rules, written

FORMULA = '=HYPERLINK("http://127.0.0.1:9/x","press")'
TITLES = (FORMULA, "http://127.0.0.1:9/y", "@SUM(1)", "+1", "<img src=x onerror=alert(1)>")


def test_a_workbook_holds_no_formula_and_no_link(tmp_path):
    rows = "".join(f'"{title.replace(chr(34), chr(34) * 2)}",Cali,Valle,ONG A,2020-01-01\n' for title in TITLES)
    snapshot = published(written(tmp_path, f"Proyecto,Municipio,Departamento,Organización,Inicio\n{rows}", "p.csv"))
    content = as_workbook(snapshot)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if b"hyperlink" in part.lower() and name.endswith(".rels")]
    assert not [name for name, part in parts.items() if name.startswith("xl/worksheets/") and b"<f>" in part]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {title for title in TITLES if title in {cell.value for cell in cells}} == set(TITLES), "shown as they are"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_one_name_in_two_forms_of_unicode_is_one_municipality(tmp_path, form):
    name = unicodedata.normalize(form, "Popayán")
    text = unicodedata.normalize(form, f"Municipio,Departamento,Año,Homicidios\n{name},Cauca,2020,1\n")
    draft = read(written(tmp_path, text, "homicidios.csv"))
    assert not draft.errors
    (part,) = draft.folder.glob("parts/issue_records@homicidios.parquet")
    assert pq.read_table(part)["place_id"].to_pylist() == ["19001"]


def test_one_bad_row_of_ten_thousand_holds_all_back_until_it_is_left_out_by_name(tmp_path):
    rows = ["05001,Medellín,2020,1\n"] * 9_999
    rows.insert(7_000, "05999,Medellín,2020,1\n")
    file = written(tmp_path, HEAD + "".join(rows))
    draft = read(file)
    assert [(error["rule"], error["row"], error["value"]) for error in draft.errors] == [
        ("code_unknown", 7_002, "05999")
    ]
    assert Workspace("trial").snapshot() is None
    mended = read(file, left_out={file[1]: frozenset({7_002})})
    assert not rules(mended)
    assert publish(mended).manifest["files"]
    assert sum(dataset["rows"] for dataset in mended.report["datasets"]) == 9_999


def test_an_exception_in_a_page_is_a_sentence_with_a_number(opened, monkeypatch):
    def broken() -> None:
        raise RuntimeError("select secret from /home/person/data.parquet where name = 'Juan'")

    monkeypatch.setattr(booklet_view, "start", broken)
    app = opened("booklets")
    (said,) = [error.value for error in app.error]
    assert "Something went wrong on this page." in said
    shown = " ".join([said, *(one.proto.body for one in app.get("html"))])
    assert not app.exception
    for word in ("select", "/home", "Juan", "RuntimeError", "Traceback"):
        assert word not in shown


@pytest.mark.parametrize("year", ["1900", "2099", "31/12/2099", "01/01/1900"])
def test_a_year_that_stands_for_no_date_is_a_row_error(tmp_path, year):
    rows = f"codigo_dane,fecha,casos\n05001,{year},1\n05120,25/05/2020,2\n"
    (told,) = [one for one in read(written(tmp_path, rows)).errors if one["rule"] == "date_out_of_range"]
    assert (told["row"], told["column"], told["value"]) == (2, "fecha", year)
    table = f"identificador,titulo,codigo_dane,fecha inicio,fecha fin,estado\nA,Uno,05001,2020-01-31,{year},x\n"
    assert rules(read(written(tmp_path, table, "proyectos.csv")))["date_out_of_range"] == 1


def test_what_is_recorded_of_a_year_to_come_is_a_row_error(tmp_path):
    rows = f"codigo_dane,año,casos\n05001,{date.today().year + 1},1\n05120,{date.today().year},2\n"
    assert rules(read(written(tmp_path, rows))) == {"date_out_of_range": 1}


def test_cases_are_not_counted_in_parts(tmp_path):
    rows = HEAD + "05001,Medellín,2023,3.5\n05120,Cáceres,2023,3\n05002,Abejorral,2023,4\n"
    assert rules(read(written(tmp_path, rows))) == {"number_fractional": 1}
    measured = HEAD.replace("casos", "cantidad") + "05001,Medellín,2023,3.5\n05120,Cáceres,2023,3.25\n"
    assert not read(written(tmp_path, measured, "incautaciones.csv")).errors


def test_an_id_of_two_activities_is_a_row_error_and_one_of_an_activity_at_two_places_is_none(tmp_path):
    head = "identificador,titulo,codigo_dane,estado,fecha inicio\n"
    table = head + "A1,Uno,05001,x,2020-05-31\nA1,Dos,05120,x,2020-05-31\nB1,Tres,05001,x,2020-05-31\n"
    (told,) = read(written(tmp_path, table, "proyectos.csv")).errors
    assert (told["rule"], told["row"], told["column"], told["value"]) == ("id_doubled", 3, "identificador", "A1")
    assert not read(written(tmp_path, table.replace("Dos", "Uno"), "proyectos.csv")).errors


def test_letters_lost_before_the_file_came_are_told_where_they_are_used(tmp_path):
    table = "titulo,codigo_dane,estado,organizacion\nProtecci?n,05001,x,O\n¿Qué?,05120,x,Fundaci\ufffdn\n"
    told = [one for one in read(written(tmp_path, table, "proyectos.csv")).report["warnings"]]
    lost = [(one["row"], one["column"], one["value"]) for one in told if one["rule"] == "letters_lost"]
    assert lost == [(2, "titulo", "Protecci?n"), (3, "organizacion", "Fundaci\ufffdn")]


def test_a_kind_of_issue_that_nobody_classified_is_told(tmp_path):
    table = "codigo_dane,año,casos,categoria\n05001,2023,4,xyz\n05120,2023,3,extorsión\n"
    told = [one for one in read(written(tmp_path, table, "eventos.csv")).report["warnings"]]
    assert [(one["column"], one["value"]) for one in told if one["rule"] == "category_unknown"] == [
        ("categoria", "xyz")
    ]
