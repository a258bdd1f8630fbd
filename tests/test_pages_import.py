"""The Import page without a browser: what each step shows, what a person may change, and what comes of it."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics import audit
from analytics.errors import DataError
from analytics.importing import naming, review, workbooks
from analytics.importing.prepare import Choices, publish
from analytics.readers.limits import MB, SESSION_BYTES
from analytics.selection import Reader
from analytics.understanding.mapping import Mapping, TableMapping
from analytics.understanding.tables_read import TABLES_READ
from analytics.wording import Words
from analytics.workspaces import Workspace, all_workspaces
from pages.shared import import_desk
from tests.country import PROJECT
from tests.pages import buttons, html

GOOD = "codigo_dane;municipio;fecha;casos de extorsion\n05001;Ñandú;2023-04-03;12\n13001;Puerto Uno;2023-04-15;3\n"
WRONG = GOOD + "99999;Macondo;2023-05-20;2\n13002;Puerto Dos;2023-06-21;-4\n"
PERSONS = "codigo_dane;correo;casos de extorsion\n05001;ana@example.org;2\n99999;eva@example.org;1\n"
EN, ES = Words("en"), Words("es")


@pytest.fixture
def home(country, monkeypatch) -> Path:
    st.cache_data.clear()
    monkeypatch.setenv("TEJIDO_DATA", str(country))
    return country


@pytest.fixture
def page(home):
    """Opens the Import page on the tiny country."""

    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "pages/shared/main.py"), default_timeout=60)
        app._page_hash = calc_hash("import")  # a page is known by its address, not by its file
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return opened


@pytest.fixture
def written(tmp_path):
    """Writes a file to import."""

    def write(text: str, name: str = "casos.csv") -> list[tuple[Path, str]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return [(path, name)]

    return write


def taken(app: AppTest, text: str, name: str = "Casos 2023", file: str = "casos.csv") -> AppTest:
    """The page once a file was read into a new data set."""
    app.text_input(key="import-name-0").set_value(name).run()
    app.file_uploader[0].set_value([(file, text.encode(), "text/csv")]).run()
    app.button(key="read-files").click().run()
    assert not app.exception
    return app


def at_step(app: AppTest, step: int) -> AppTest:
    button = next(b for b in app.button if (b.key or "").startswith("rail-") and b.key.endswith(str(step)))
    button.click().run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return html(app)


# Before anything is read


def test_the_limit_is_said_before_the_upload(page):
    app = page()
    assert "at most 200 MB" in app.file_uploader[0].label
    assert "1,000 MB in all" in words(app)


def test_nothing_can_be_read_without_a_file_and_a_name(page):
    app = page()
    assert app.button(key="read-files").disabled
    assert "Give the new data set a name." in words(app)
    assert [box.label for box in app.expander] == [
        "As of which day?", "Use choices that were saved before", "Workbooks to fill in", "Boundaries for the map",
    ]  # fmt: skip
    app.text_input(key="import-name-0").set_value("Aid Colombia").run()
    assert "In links it is called aid-colombia." in words(app)
    assert "Choose a file first." in words(app)
    app.file_uploader[0].set_value([("a.csv", b"a,b\n1,2\n", "text/csv")]).run()
    assert not app.button(key="read-files").disabled


def test_only_analysts_import(page):
    for role in ("public", "partner"):
        app = page(**{"as": role})
        assert "Only analysts bring data in." in words(app)
        assert not app.file_uploader
        assert not buttons(app, "rail-")


def test_the_page_speaks_spanish(page):
    app = page(lang="es")
    assert app.title[0].value == "Traiga sus propios datos"
    assert "1 Archivos" in buttons(app, "rail-")
    assert "Suelte aquí los archivos" in words(app)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "Give the new"), ("¿?", "Use letters"), ("x" * 90, "shorter"), ("Cauca 2024", ""), ("Peñón", "")],
)
def test_a_name_is_checked_with_a_sentence(home, typed, fault, monkeypatch):
    monkeypatch.setattr(import_desk.store, "words", lambda: EN)
    said = import_desk.name_fault(typed)
    assert said.startswith(fault) or fault in said
    assert bool(said) == bool(fault)


def test_names_become_names_of_links():
    assert import_desk.name_of("  Programa Cauca: año 2024 ") == "programa-cauca-ano-2024"
    assert import_desk.name_of("../../etc") == "etc"
    assert len(import_desk.name_of("a b " * 40)) <= 40


def test_a_session_has_a_budget(monkeypatch):
    monkeypatch.setattr(import_desk.store, "words", lambda: EN)
    upload = type("Upload", (), {"name": "big.csv", "size": 150 * MB})()
    assert import_desk.upload_fault([upload], []) == ""
    assert "1,000 MB together" in import_desk.upload_fault([upload], [SESSION_BYTES - MB])
    upload.size = 201 * MB
    assert "larger than 200 MB" in import_desk.upload_fault([upload], [])


def test_what_a_name_hides_is_not_shown(page):
    app = taken(page(), GOOD, file="<img src=x>\u202evsc.exe.csv")
    assert "<img" not in words(app)
    assert "&lt;img src=x&gt;" in words(app)
    assert "\u202e" not in words(app)


# Reading, correcting, publishing


def test_what_was_understood_can_be_corrected(page):
    app = taken(page(), GOOD)
    assert "CSV · UTF-8 · 2 rows" in words(app)
    meant = {box.label: box.value for box in app.selectbox}
    assert meant["What “codigo_dane” means"] == "place_code"
    assert meant["What “fecha” means"] == "date"
    next(box for box in app.selectbox if box.label == "What “fecha” means").set_value("unused").run()
    assert "you chose this" in words(app)
    assert app.button(key="read-again")
    app.button(key="read-again").click().run()
    held = app.session_state["_import"].review.report["mapping"]["tables"][0]
    assert held["columns"]["fecha"] == "unused"
    assert not [b for b in app.button if b.key == "read-again"]


def test_going_through_the_steps_changes_nothing(page):
    app = taken(page(), GOOD)
    for step in (3, 4, 5, 2, 1):
        at_step(app, step)
        assert not app.session_state["_import"].is_changed


def test_an_error_stands_beside_its_cell_and_blocks(page):
    app = at_step(taken(page(), WRONG), 3)
    shown = words(app)
    assert "There is no place with this code." in shown
    assert '<td class="at">99999</td><td>Macondo</td>' in shown
    assert '<td class="at">-4</td>' in shown
    at_step(app, 5)
    assert app.button(key="publish").disabled
    assert "2 errors stand in the way" in words(app)


def test_rows_are_left_out_and_rules_accepted(page):
    app = at_step(taken(page(), WRONG), 3)
    next(box for box in app.checkbox if box.label == "Leave row 4 out").check().run()
    app.toggle(key="accept-0-number_negative").set_value(True).run()
    assert "their number stays empty: not stated, which is not zero" in words(app)
    app.button(key="read-again").click().run()
    report = app.session_state["_import"].review.report
    assert report["errors"] == []
    assert report["left_out"] == {"casos.csv": [4]}
    assert report["accepted"] == ["number_negative"]
    at_step(app, 5)
    assert not app.button(key="publish").disabled


def test_publishing_and_taking_it_back(page):
    app = at_step(taken(page(), GOOD), 5)
    app.button(key="publish").click().run()
    assert not app.exception
    name, version, before = app.session_state["_import"].published
    assert (name, before) == ("casos-2023", None)
    assert Workspace(name).snapshot().id == version
    assert not list((Workspace(name).folder / "drafts").iterdir())
    assert not app.session_state["_import"].folder.exists()
    app.button(key="undo").click().run()
    assert Workspace(name).snapshot() is None
    assert "Taken back." in words(app)
    app.button(key=f"select-{version}").click().run()
    assert Workspace(name).snapshot().id == version
    assert [line["action"] for line in audit.lines(Workspace(name).folder)] == ["import", "withdraw", "rollback"]


def test_undo_goes_back_to_the_version_that_was_shown_before(page):
    app = at_step(taken(page(), GOOD), 5)
    app.button(key="publish").click().run()
    first = Workspace("casos-2023").snapshot().id
    app.button(key="import-more").click().run()
    app.selectbox(key="import-into-1").set_value("casos-2023").run()
    more = GOOD.replace("2023", "2024")
    app.file_uploader[0].set_value([("mas.csv", more.encode(), "text/csv")]).run()
    app.button(key="read-files").click().run()
    at_step(app, 5)
    app.button(key="publish").click().run()
    assert Workspace("casos-2023").snapshot().id != first
    app.button(key="undo").click().run()
    assert Workspace("casos-2023").snapshot().id == first


def test_starting_again_leaves_nothing_behind(page, home):
    app = at_step(taken(page(), GOOD), 1)
    folder = app.session_state["_import"].folder
    assert folder.is_dir()
    app.button(key="start-again").click().run()
    assert not folder.exists()
    assert all_workspaces() == []


def test_a_reading_that_breaks_down_is_told_and_not_begun_again(page, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("out of luck")

    app = page()
    app.text_input(key="import-name-0").set_value("Casos").run()
    app.file_uploader[0].set_value([("casos.csv", GOOD.encode(), "text/csv")]).run()
    with monkeypatch.context() as patched:
        patched.setattr(review, "review", broken)
        app.button(key="read-files").click().run()
    assert "report the number" in app.error[0].value
    app.run()
    assert not app.error
    assert app.button(key="read-files")


def test_a_file_that_is_known_changes_nothing(page):
    app = at_step(taken(page(), GOOD), 5)
    app.button(key="publish").click().run()
    app.button(key="import-more").click().run()
    app.selectbox(key="import-into-1").set_value("casos-2023").run()
    app.file_uploader[0].set_value([("again.csv", GOOD.encode(), "text/csv")]).run()
    app.button(key="read-files").click().run()
    assert "was imported before" in words(app)
    at_step(app, 5)
    assert app.button(key="publish").disabled


# The review itself


def test_the_review_says_where_the_new_rows_lie_and_what_they_add_up_to(home, written):
    made = review.review(written(GOOD), Workspace("casos"), Choices())
    assert made.fault == ""
    assert dict(zip(made.places["place_id"], made.places["new_rows"], strict=True)) == {"05001": 1, "13001": 1}
    _, recorded = review.sums(made.after, Reader())
    assert recorded["total"].tolist() == [15]
    made.discard()
    assert not Workspace("casos").folder.exists()


def test_what_can_point_at_persons_is_not_shown_beside_an_error(home, written):
    made = review.review(written(PERSONS), Workspace("casos"), Choices())
    assert made.tables[0].mapping.columns["correo"] == "kept_out"
    assert made.tables[0].samples["correo"] == (review.MASK,)
    assert "example.org" not in json.dumps([list(cells.values()) for cells in made.cells.values()])
    assert made.cells["casos.csv", None, 3]["codigo_dane"] == "99999"


def test_a_version_that_could_not_be_published_is_told_beforehand(home, written, monkeypatch):
    def broken(*_):
        raise DataError("observations, row 3: there is no such place.")

    monkeypatch.setattr(review, "publish_contents", broken)
    made = review.review(written(GOOD), Workspace("casos"), Choices())
    assert made.fault == "observations, row 3: there is no such place."
    assert made.after is None


def test_what_was_tried_out_never_becomes_part_of_the_import(home, written):
    made = review.review(written(GOOD), Workspace("casos"), Choices())
    publish(made.draft)
    held = Workspace("casos").imports()[0].folder
    assert {path.name for path in held.iterdir()} == {"tables", "parts", "import.json", "mapping.json"}


def test_old_drafts_are_cleared_and_young_ones_stay(home, written):
    made = review.review(written(GOOD), Workspace("casos"), Choices())
    review.clear_old_drafts()
    assert made.draft.folder.is_dir()
    review.clear_old_drafts(lambda: datetime.now(UTC) + timedelta(hours=25))
    assert not made.draft.folder.exists()
    assert all_workspaces() == []


def test_a_data_set_with_a_version_is_never_removed(home, written):
    made = review.review(written(GOOD), Workspace("casos"), Choices())
    publish(made.draft)
    review.take_back(Workspace("casos"), None)
    review.clear_old_drafts(lambda: datetime.now(UTC) + timedelta(hours=25))
    assert len(Workspace("casos").versions()) == 1


def test_two_versions_are_compared_by_table(home, written):
    publish(review.review(written(GOOD), Workspace("casos"), Choices()).draft)
    first = Workspace("casos").snapshot().id
    publish(review.review(written(GOOD.replace("2023", "2024"), "mas.csv"), Workspace("casos"), Choices()).draft)
    both = review.compared(Workspace("casos"), first, Workspace("casos").snapshot().id)
    assert both["issue_records"] == (2, 4)
    assert "observations" not in both


def test_the_report_reads_in_spanish_and_runs_nothing(home, written):
    made = review.review(written(WRONG.replace("Macondo", "=1+1")), Workspace("casos"), Choices())
    table = review.findings(made.report, ES)
    assert "No hay ningún lugar con este código." in table["message"].tolist()
    assert table["severity"].iloc[0] == "error"


# What a person may change


def table_of(**columns: str) -> TableMapping:
    return TableMapping("issue_records", dict(columns))


def test_a_table_taken_for_another_kind_keeps_what_fits():
    other = review.as_kind(table_of(codigo="place_code", casos="count", tasa="rate"), "presence")
    assert other.columns == {"codigo": "place_code", "casos": "people", "tasa": "unused"}
    assert review.as_kind(other, "ignored").columns == dict.fromkeys(other.columns, "unused")


def test_a_column_that_was_kept_out_comes_in_by_being_chosen():
    table = TableMapping("kobo", {"nombre": "kept_out", "edad": "question"})
    chosen = review.with_role(table, "nombre", "question")
    assert chosen.chosen == ("nombre",)
    assert review.with_role(chosen, "nombre", "kept_out") == table
    assert review.with_role(table, "edad", "unused").chosen == ()


def test_an_option_that_is_emptied_is_gone():
    table = review.with_option(table_of(), "number_style", "1.234,56")
    assert table.options == {"number_style": "1.234,56"}
    assert review.with_option(table, "number_style", "auto").options == {}


def test_the_table_of_a_person_comes_before_a_saved_one():
    saved = Mapping.from_json('{"format": 1, "tables": [{"file": "a.csv", "table": "partners", "columns": {}}]}')
    mine = review.mapping_of({("a.csv", None): table_of()}, saved)
    assert [entry.table.table for entry in mine.entries] == ["issue_records", "partners"]


@pytest.mark.parametrize("say", [EN, ES], ids=["en", "es"])
@pytest.mark.parametrize("kind", TABLES_READ)
def test_every_meaning_has_a_name_of_its_own(kind, say):
    """Streamlit tells choices apart by their words: two alike would change a choice by themselves."""
    roles = review.roles_for(kind, "casos 2019", "unused")
    names = Counter(naming.role_name(role, say) for role in roles)
    assert [name for name, n in names.items() if n > 1] == []
    assert not set(roles) & set(names)


def test_every_issue_has_a_name_of_its_own(home):
    for lang in ("en", "es"):
        names = list(workbooks.lists(lang)["issues"].values())
        assert len(names) == len(set(names))


def test_a_workbook_to_fill_in_offers_lists(home):
    assert workbooks.lists("es")["departments"] == ["Boca", "Árboles"]
    assert workbooks.filled("issues", "es")[:2] == b"PK"


def test_uploads_older_than_a_day_are_cleared(tmp_path, monkeypatch, home):
    monkeypatch.setattr(import_desk.tempfile, "gettempdir", lambda: str(tmp_path))
    old, young = tmp_path / f"{import_desk.FOLDER}old", tmp_path / f"{import_desk.FOLDER}young"
    for folder in (old, young):
        folder.mkdir()
    day_ago = datetime.now(UTC).timestamp() - 25 * 3600
    os.utime(old, (day_ago, day_ago))
    import_desk._clear()
    assert not old.exists()
    assert young.is_dir()
