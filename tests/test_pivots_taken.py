"""What is taken along of a pivot says what the screen says: workbook, CSV, HXL, Parquet, GeoJSON; and saved views."""

import io
import json
import shutil
import subprocess
import threading
import zipfile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics import explore, places
from analytics.errors import UseError
from analytics.exports import frames, geo
from analytics.exports.text import as_csv
from analytics.illustrative import ILLUSTRATIVE, marked_rows, sentence
from analytics.pivots import taken
from analytics.pivots.saved import (
    ViewError,
    all_views,
    delete_view,
    open_view,
    rename_view,
    save_view,
    view_id,
    views_folder,
)
from analytics.pivots.spec import Spec
from analytics.results import indicator_sheets
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.importing import published as import_files
from tests.importing import read
from tests.test_pivots import asking, made, names_of, trial  # noqa: F401  fixtures

EN = Words()
OF = {"figure": "=1+1", "selection": "everything", "version": "2026-11-25 abc", "taken_on": "2026-11-25"}
HOSTILE = ('=HYPERLINK("http://x")', "@SUM(A1)", "+1", "http://example.org", 'L\'Aurora "quoted"', "<b>", "-1", "\t=1")


@pytest.fixture(scope="module")
def shown(published):
    """A pivot of the record, its names, and the table of the screen."""
    found = made(published, measure=["issues_listed", "activities"], rows="department", columns="year", share="row")
    return found, names_of(published)


def test_the_table_taken_along_is_that_of_the_screen(shown):
    found, names = shown
    table = taken.as_shown(found, names, EN)
    assert len(table) == len(found.row_keys) + 1
    assert table.iloc[-1, 0] == "Total"
    for at, key in enumerate(found.row_keys):
        worth = found.worth("issues_listed", key, ("2021",))
        cell = table["2021 · Issues listed"].iloc[at]
        assert cell == (None if worth is None else worth.value) or pd.isna(cell)
    assert table["Total · Activities"].iloc[-1] == 11
    assert "2021 · Issues listed · %" in table.columns


def test_cells_and_screen_hold_the_same_numbers(shown):
    found, names = shown
    cells = taken.cells(found, names, EN)
    inner = {(m, r, c): w for (m, r, c), w in found.cells.items() if r is not None and c is not None}
    assert len(cells) == len(inner)
    assert cells["value"].sum() == sum(w.value for w in inner.values())
    assert cells["rows"].sum() == sum(w.rows for w in inner.values())


def test_a_file_that_cannot_hold_all_rows_says_so():
    assert taken.first_rows(200_000, 1_234_567, EN) == "the first 200,000 of 1,234,567 rows"
    assert taken.first_rows(200_000, 1_234_567, Words("es")) == "las primeras 200.000 de 1.234.567 filas"


def test_what_is_not_added_up_says_so_in_a_file_too(trial):  # noqa: F811
    found = made(trial, measure="money", rows="currency", columns="")
    table = taken.as_shown(found, names_of(trial), EN)
    assert table["Money"].tolist() == [500, 2000, "not added up: EUR and USD: currencies are not added up."]


def test_a_percentage_is_taken_along_with_what_it_is_divided_by(illustrative):
    found = made(illustrative, measure="result_actual", rows="indicator", columns="year")
    cells = taken.cells(found, names_of(illustrative), EN)
    means = cells[cells["denominator"].notna()]
    assert len(means) > 5
    for row in means.itertuples():
        ratio = row.numerator / row.denominator
        assert row.value == pytest.approx(ratio) or row.value == pytest.approx(100 * ratio)
    told = taken.definitions(found.spec, EN, asking(illustrative)(indicator_sheets))
    assert "Mean of the days from a request to the first session. Days" in " ".join(told["Definition"])
    assert "numerator" not in taken.cells(made(illustrative, rows="kind", columns=""), names_of(illustrative), EN)


def _book(table):
    sheets = {"Data": table, "Definitions": taken.definitions(Spec(), EN), "Sources": pd.DataFrame({"Document": ["x"]})}
    return frames.workbook("=A title", OF, sheets, EN)


def test_a_workbook_holds_text_as_text_and_never_a_formula_or_a_link():
    content = _book(pd.DataFrame({"name": HOSTILE, "n": range(len(HOSTILE))}))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["About", "Data", "Definitions", "Sources"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in "sn" for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    assert {cell.value for cell in book["Data"]["A"][1:]} >= {'L\'Aurora "quoted"', "http://example.org"}
    assert [cell.value for cell in book["Data"]["B"][1:]] == list(range(len(HOSTILE)))
    cover = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert cover["selection"] == "everything"
    assert cover["taken_on"] == "2026-11-25"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "externalLink" in name or "hyperlink" in name]


@pytest.mark.skipif(shutil.which("localc") is None, reason="LibreOffice Calc is not on this machine")
def test_a_workbook_opens_in_libreoffice_without_formulas(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(_book(pd.DataFrame({"name": HOSTILE})))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "fods"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "book.xlsx")], check=True, timeout=120)
    opened = (tmp_path / "book.fods").read_text(encoding="utf-8")
    assert "table:formula" not in opened
    assert "L&apos;Aurora" in opened or "L'Aurora" in opened


def test_a_csv_prefixes_what_a_spreadsheet_would_run():
    text = frames.csv(pd.DataFrame({"name": HOSTILE, "n": range(len(HOSTILE))}), OF).decode("utf-8-sig")
    read = pd.read_csv(io.StringIO(text), dtype=str)
    assert not read["name"].str.startswith(("=", "+", "@", "-", "\t")).any()
    assert read["n"].tolist() == [str(n) for n in range(len(HOSTILE))]


def test_a_parquet_file_keeps_numbers_and_says_what_it_is_of(shown):
    found, names = shown
    table = pq.read_table(io.BytesIO(frames.parquet(taken.cells(found, names, EN), OF)))
    assert table.num_rows == len(taken.cells(found, names, EN))
    assert table.schema.metadata[b"selection"] == b"everything"
    assert sum(table["value"].to_pylist()) == taken.cells(found, names, EN)["value"].sum()


def test_places_stand_on_their_shapes(shown, published):
    found, names = shown
    cells = taken.cells(found, names, EN)
    bases = [published.snapshot.geometry("departments.geojson")]
    index = asking(published)(places.place_index)
    made_of = json.loads(geo.as_geojson(cells.assign(place_id=cells["department_code"]), index, bases, OF))
    assert len(made_of["features"]) == len(cells)
    assert {feature["properties"]["shape"] for feature in made_of["features"]} >= {"polygon"}
    assert taken.place_axis(found.spec) == "department"
    assert taken.place_axis(Spec(rows=("year",), columns=("department",))) is None
    assert taken.place_axis(Spec(rows=("department", "municipality"))) == "municipality"
    assert taken.place_axis(Spec(rows=("department",), columns=("municipality", "year"))) == "municipality"


def _read_back(content, name, folder, monkeypatch):
    """The issue records that our own importer makes of a file."""
    monkeypatch.setenv("TEJIDO_DATA", str(folder))
    path = folder / name
    path.write_bytes(content)
    return import_files((path, name))


def test_rows_with_hxl_tags_are_read_back_by_our_own_importer_without_loss(trial, tmp_path, monkeypatch):  # noqa: F811
    rows = asking(trial)(explore.rows_of_records, axes=("issue",), codes=("extortion",), most=1000)
    assert len(rows) == 5
    content = frames.hxl_csv(rows.drop(columns="evidence"), OF, taken.ROW_TAGS)
    snapshot = _read_back(content, "rows.csv", tmp_path, monkeypatch)
    again = pd.concat([pq.read_table(path).to_pandas() for path in snapshot.tables("analyst")["issue_records"]])
    columns = ["place_id", "start_on", "end_on", "count"]
    before = rows.rename(columns={"counted": "count"})[columns].astype(object)
    assert sorted(map(str, again[columns].astype(object).fillna("").to_numpy().tolist())) == sorted(
        map(str, before.fillna("").to_numpy().tolist())
    )
    assert set(again["issue_type_id"]) == {"extortion"}


def test_activities_with_hxl_tags_are_read_back_by_our_own_importer_without_loss(tmp_path, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    titles = ["=1+1", "'=quoted", "+1", "-15.5", "@x", "Ñandú 漢字 🙂", 'a"b;c,d', "<b>", "NA", "'tis"]
    at = ["05001", "13244", "05", "CO", "", "EC", "RW-01"]
    rows = [
        [f"x{n}", title, "2020-01-02", "2020-03-04", at[n % len(at)], "initiative"] for n, title in enumerate(titles)
    ]
    rows += [
        ["x1", titles[1], "2020-01-02", "2020-03-04", "13001", ""],
        ["x1", titles[1], "2020-01-02", "2020-03-04", "CO", ""],
    ]
    head = ["#activity+code", "#activity+name", "#date+start", "#date+end", "#loc+code+list", "#activity+type"]
    path = tmp_path / "first.csv"
    pd.DataFrame(rows, columns=head).to_csv(path, index=False)
    first = import_files((path, "first.csv"), workspace="first")
    given = _activities_of(first)
    assert sorted(given["activity_title"]) == sorted(titles)
    assert given.set_index("activity_title")["place_ids"]["'=quoted"] == "13001 | 13244 | CO"
    (tmp_path / "again.csv").write_bytes(frames.hxl_csv(given.drop(columns="evidence"), OF, taken.ROW_TAGS))
    again = _activities_of(import_files((tmp_path / "again.csv", "again.csv"), workspace="again"))
    columns = ["activity_title", "kind", "start_on", "end_on", "place_names", "place_ids"]
    said = [one.sort_values("activity_title")[columns].astype(str).to_dict("records") for one in (given, again)]
    assert said[0] == said[1]


def _activities_of(snapshot):
    with Warehouse(snapshot) as warehouse:
        return asking(warehouse)(explore.rows_of_activities, most=100)


def test_what_is_not_stated_is_no_name_of_a_place_under_tags(illustrative):
    found = made(illustrative, rows="municipality", columns="year")
    names = names_of(illustrative)
    table, tagged = taken.cells(found, names, EN), taken.tagged_cells(found, names, EN)
    is_nowhere = table["municipality_code"].isna()
    assert is_nowhere.any()
    assert set(table["municipality_name"][is_nowhere]) == {"not stated"}
    assert tagged["municipality_name"][is_nowhere].isna().all()
    assert tagged[~is_nowhere].equals(table[~is_nowhere])


def test_a_pivot_of_totals_alone_can_be_taken_along(illustrative):
    names = names_of(illustrative)
    for rows, columns in (
        ("indicator", "quarter"),
        (["month", "breakdown"], "age_group"),
        (["month"], ""),
        ("", "month"),
    ):
        found = made(illustrative, measure="result_baseline", rows=rows, columns=columns)
        assert found.cells
        cells, shown = taken.cells(found, names, EN), taken.as_shown(found, names, EN)
        inner = [
            worth
            for (_, row, column), worth in found.cells.items()
            if (row is not None) == bool(found.spec.rows) and (column is not None) == bool(found.spec.columns)
        ]
        assert len(cells) == len(inner)
        assert len(shown) == len(found.row_keys) + bool(found.spec.rows or not found.row_keys)
        taken.tagged_cells(found, names, EN)


@pytest.mark.parametrize("form", ["csv", "hxl.csv", "parquet", "xlsx", "geojson", "api.csv"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_file_of_the_illustrative_example_is_imported(illustrative, tmp_path, monkeypatch, form, lang):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    ask, say = asking(illustrative, lang=lang), Words(lang)
    rows = ask(explore.rows_of_activities, most=30)
    about = OF | {ILLUSTRATIVE: sentence(say)}
    bases = [illustrative.snapshot.geometry("departments.geojson")]
    made_of = {
        "csv": lambda: frames.csv(rows, about),
        "hxl.csv": lambda: frames.hxl_csv(rows.drop(columns="evidence"), about, taken.ROW_TAGS),
        "parquet": lambda: frames.parquet(rows, about),
        "xlsx": lambda: frames.workbook("Rows", about, {"Rows": rows}, say),
        "geojson": lambda: geo.as_geojson(rows.assign(place_id=None), ask(places.place_index), bases, about),
        "api.csv": lambda: as_csv(marked_rows(rows)).encode(),
    }
    path = tmp_path / f"mine.{form}"
    path.write_bytes(made_of[form]())
    draft = read((path, path.name))
    assert [error["rule"] for error in draft.errors] == ["file_illustrative"]
    assert draft.report["rows"].get("activities", 0) == 0


# --- saved views ------------------------------------------------------------------------------------------------------

STATE = {"measure": ["activities"], "rows": ["department"], "place": ["05", "13"]}


def test_a_view_is_saved_as_json_that_a_person_can_read(tmp_path):
    view = save_view(tmp_path, "  Antioquia,   2021 ", STATE)
    told = json.loads((tmp_path / f"{view.id}.json").read_text(encoding="utf-8"))
    assert told["name"] == "Antioquia, 2021"
    assert told["state"] == STATE
    assert open_view(tmp_path, view.id) == view
    assert all_views(tmp_path) == [view]


def test_a_view_is_renamed_replaced_and_deleted(tmp_path):
    old = save_view(tmp_path, "One", STATE)
    new = rename_view(tmp_path, old.id, "Dos año")
    assert open_view(tmp_path, old.id) is None
    assert new.state == STATE
    save_view(tmp_path, "Dos año", {"rows": ["year"]}, over=new.id)
    assert [view.state for view in all_views(tmp_path)] == [{"rows": ["year"]}]
    delete_view(tmp_path, new.id)
    delete_view(tmp_path, new.id)
    assert all_views(tmp_path) == []
    with pytest.raises(UseError):
        rename_view(tmp_path, new.id, "Three")


def test_a_data_set_called_record_has_views_of_its_own():
    folders = [views_folder(name) for name in (None, "record", "records", "trial")]
    assert len(set(folders)) == len(folders)
    assert folders[0].name == "record"


def test_a_file_nested_beyond_reason_is_no_view(tmp_path):
    (tmp_path / "deep.json").write_text('{"state":' * 5000, encoding="utf-8")
    assert open_view(tmp_path, "deep") is None
    assert all_views(tmp_path) == []


def test_no_view_is_lost_to_another_of_the_same_name(tmp_path):
    first, second = save_view(tmp_path, "One", STATE), save_view(tmp_path, "Two", {"rows": ["year"]})
    for lose in (
        lambda: save_view(tmp_path, " One ", {"rows": ["kind"]}),
        lambda: save_view(tmp_path, "One", {"rows": ["kind"]}, over=second.id),
        lambda: rename_view(tmp_path, second.id, "One"),
    ):
        with pytest.raises(ViewError, match="There is a view One already"):
            lose()
    assert all_views(tmp_path) == [first, second]
    assert rename_view(tmp_path, first.id, "One").state == STATE
    (tmp_path / f"{view_id('Torn')}.json").write_text("{", encoding="utf-8")
    assert save_view(tmp_path, "Torn", STATE).state == STATE


def test_one_of_many_that_save_one_name_at_once_does(tmp_path):
    told = []

    def save(number):
        try:
            told.append(save_view(tmp_path, "The same", {"rows": [str(number)]}).state)
        except ViewError as error:
            told.append(error.reason)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (kept,) = all_views(tmp_path)
    assert [one for one in told if one != "taken"] == [kept.state]
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("state", "statement"),
    [({"place": ["x" * 401]}, ""), ({"place": ["x"] * 201}, ""), ({}, "x" * 100_001),
     ({f"n{n}": ["x" * 400] * 200 for n in range(12)}, "")],
)  # fmt: skip
def test_a_view_that_could_not_be_opened_again_is_refused_in_words(tmp_path, state, statement):
    with pytest.raises(ViewError, match="too much for a view"):
        save_view(tmp_path, "x", state, statement)
    assert all_views(tmp_path) == []


def test_the_longest_statement_is_opened_again(tmp_path):
    view = save_view(tmp_path, "x", {}, "\x01" * 100_000)
    assert open_view(tmp_path, view.id) == view


@pytest.mark.parametrize("reason", ["no_name", "long_name", "taken", "many", "large", "gone", "disk"])
def test_why_a_view_was_not_kept_is_told_in_both_languages(reason):
    error = ViewError(reason, "Uno")
    assert error.told(Words("es")) != error.told(Words("en")) == str(error)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "CON",
        "a/b\\c",
        "<script>alert(1)</script>",
        "'; drop table",
        "ñ" * 80,
        "日本",
        "..",
        "\u202eabc",
    ],
)
def test_a_hostile_name_stays_a_name(tmp_path, name):
    folder = tmp_path / "views" / "record"
    view = save_view(folder, name, STATE)
    assert [path.parent for path in tmp_path.rglob("*.json")] == [folder]
    assert open_view(folder, view.id).name == view.name
    assert "\u202e" not in view.name


@pytest.mark.parametrize("name", ["", "   ", "\x00\n", "x" * 81])
def test_a_name_that_is_none_is_refused(tmp_path, name):
    with pytest.raises(UseError):
        save_view(tmp_path, name, STATE)


@pytest.mark.parametrize("asked", ["../secret", "", "A", "a/b", "x" * 70, "none-there"])
def test_a_link_to_no_view_opens_none(tmp_path, asked):
    assert open_view(tmp_path, asked) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "null", '{"name": 3}', '{"name": "x", "state": {"rows": "year"}, "saved_at": ""}', "\xff",
                '{"name": "x", "state": [1], "saved_at": ""}']
)  # fmt: skip
def test_a_damaged_file_is_passed_over(tmp_path, content):
    (tmp_path / "broken-abc.json").write_text(content, encoding="latin-1")
    assert all_views(tmp_path) == []


def test_two_names_alike_in_plain_letters_are_two_views():
    assert view_id("Año") != view_id("Ano")


def test_views_saved_at_once_are_all_whole(tmp_path):
    threads = [threading.Thread(target=save_view, args=(tmp_path, f"View {n}", STATE)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(all_views(tmp_path)) == 12
    assert list(tmp_path.glob(".*")) == []


def test_a_disk_that_refuses_is_told(tmp_path):
    (tmp_path / "views").write_text("a file where the folder should be")
    with pytest.raises(UseError, match="could not be saved"):
        save_view(tmp_path / "views", "x", STATE)
