"""Quality, recorded issues and the other pages on imported data, as a reader meets them."""

import pytest

from analytics import findings as found
from analytics import records
from analytics.selection import Reader, Selection
from analytics.workspaces import Workspace
from pages.shared import layout
from tests.pages import buttons, text
from tests.quality_trial import trial_warehouse

PAGES = ("overview", "map", "places", "issues", "partners", "quality", "evidence")


@pytest.fixture(scope="module")
def tried_home(published_home, tmp_path_factory):
    """A data folder with the published record and the tiny import."""
    home = tmp_path_factory.mktemp("both")
    (home / "snapshots").symlink_to(published_home / "snapshots")
    with trial_warehouse(home):
        pass
    return home


@pytest.fixture
def tried(opened, tried_home):
    """Opens a page at an address on the tiny import."""
    return lambda page, **address: opened(page, tried_home, data="trial", **address)


# --- Issues -----------------------------------------------------------------------------------------------------------


def test_what_is_recorded_stands_on_the_issues_page(tried):
    page = text(tried("issues"))
    assert "Extortion: 9 cases in 3 municipalities, 2019 to 2021." in page
    assert "Nothing is recorded" not in page
    assert "No list of the dialogues" not in page
    assert page.count("tj-years") == 1


def test_the_list_leads_to_the_place_and_to_the_map_with_the_data_set(tried):
    page = text(tried("issues"))
    assert 'href="places?data=trial&amp;profile=05120"' in page
    assert 'href="map?data=trial&amp;at=05120"' in page
    assert "profile=05154" not in page, "an activity is recorded in Caucasia"
    assert "2 of 3 municipalities" in page


def test_the_order_of_the_list_is_kept_in_the_address(tried):
    first = text(tried("issues"))
    assert first.index("profile=05120") < first.index("profile=13248")
    by_department = text(tried("issues", order_by="department"))
    assert by_department.index("profile=05120") < by_department.index("profile=13248")
    assert "profile=05120" in text(tried("issues", order_by="nonsense"))


def test_a_filter_that_nothing_meets_says_which_to_loosen(tried):
    page = text(tried("issues", place="11"))
    assert "Nothing is recorded for this selection." in page
    assert "Take away a filter above" in page


def test_the_record_of_the_documents_shows_nothing_of_imports(opened):
    page = text(opened("issues"))
    assert "tj-years" not in page
    assert "What is recorded" not in page


# --- Quality ----------------------------------------------------------------------------------------------------------


def test_the_quality_page_says_what_there_is_and_what_is_missing(tried):
    page = text(tried("quality"))
    assert "5 activities and 5 rows recorded in 3 data sets." in page
    assert "Trial Fund" in page
    assert "2020: 3 rows recorded" in page
    assert "2022: nothing reported" in page
    assert "75%" in page
    assert "the same title and place, in two data sets" in page
    assert "USD 2,000" in page
    assert "EUR 500" in page


def test_the_findings_stand_with_their_state_and_can_be_noted(tried, tried_home, monkeypatch):
    app = tried("quality")
    page = text(app)
    assert "nobody deals with it yet" in page
    assert len(buttons(app, "note-")) == page.count("tj-finding")
    first = next(button for button in app.button if (button.key or "").startswith("note-"))
    asked = first.click().run()
    assert not asked.exception
    assert any(field.label == "Who deals with it" for field in asked.text_input)
    monkeypatch.setenv("TEJIDO_DATA", str(tried_home))
    workspace = Workspace("trial")
    finding = found.findings(workspace.imports())["finding_id"].iloc[0]
    found.note_state(workspace, finding, state="mended", owner="<b>Ana</b>")
    again = text(tried("quality"))
    assert "&lt;b&gt;Ana&lt;/b&gt; deals with it" in again
    assert "1 mended" in again


def test_only_the_analyst_notes_findings(tried):
    assert buttons(tried("quality", **{"as": "partner"}), "note-") == []


def test_what_findings_quote_of_the_files_is_for_the_analyst(tried, tried_home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tried_home))
    finding = found.findings(Workspace("trial").imports())["finding_id"].iloc[0]
    found.note_state(Workspace("trial"), finding, state="explained", owner="Somebody", note="a note of ours")
    whole, others = text(tried("quality")), text(tried("quality", **{"as": "public"}))
    assert "Somebody deals with it" in whole
    assert "a note of ours" in whole
    assert "Somebody" not in others
    assert "a note of ours" not in others
    assert "tj-finding" not in others
    assert "Each finding by itself is for the analyst" in others


def test_the_published_record_has_a_quality_page_without_findings(opened):
    app = opened("quality")
    page = text(app)
    assert "What the imports found" not in "".join(heading.value for heading in app.subheader)
    assert "rounded in the document" in page
    assert "No two activities share an amount" in page


def test_the_quality_page_reads_in_spanish(tried):
    page = text(tried("quality", lang="es"))
    assert "5 actividades y 5 filas registradas en 3 conjuntos de datos." in page
    assert "75 %" in page


# --- every page on imported data --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_imported_data(tried, page, lang):
    shown = text(tried(page, lang=lang))
    for odd in ("0 partnerships", "0 alianzas", "None", ">nan<", "NaT"):
        assert odd not in shown, odd


def test_the_overview_says_what_the_files_describe(tried):
    page = text(tried("overview"))
    assert "The imported files describe 5 activities in 1 municipality, with 1 organisation." in page
    assert "undated: the document states no date" not in page
    assert "June 2019 to December 2022" in page
    assert "1 activity without a date" in page


def test_an_import_stays_when_a_place_or_a_period_is_chosen(tried):
    assert "trial fund" in text(tried("overview", place="05154"))
    assert "trial fund" in text(tried("overview", period="2022-01..2022-12"))
    assert "trial fund" not in text(tried("overview", place="13"))


def test_partners_of_an_import_are_counted_by_activities(tried):
    page = text(tried("partners"))
    assert "1 organisation has a role in activities: Sweden, in 4." in page
    assert "Nothing is recorded" not in page


def test_a_place_with_something_recorded_is_no_place_without_anything(tried):
    page = text(tried("places", profile="05120"))
    assert "Recorded in Cáceres: extortion." in page
    assert "Extortion: 7 cases, 2019 to 2021 · extorsion" in page
    assert "Nothing is recorded" not in page


def test_the_map_of_lists_says_where_recorded_issues_are(tried):
    page = text(tried("map", layer="issues"))
    assert "what sources record is on the page Issues" in page
    assert "Nothing is recorded for this selection." not in page


def test_a_long_list_is_turned_a_page_at_a_time(opened, tried_home, monkeypatch):
    from pages.shared import partner_view

    monkeypatch.setattr(partner_view, "ACTIVITIES_A_PAGE", 2)
    app = opened("partners", tried_home, data="trial")
    assert "1 to 2 of 5" in text(app)
    app.button(key="on-activity").click().run()
    assert app.query_params["activity"] in ("3", ["3"])
    assert "3 to 4 of 5" in text(app)
    assert "5 to 5 of 5" in text(opened("partners", tried_home, data="trial", activity="999999"))
    assert "1 to 2 of 5" in text(opened("partners", tried_home, data="trial", activity="²"))


def test_what_is_taken_along_is_of_the_data_that_was_shown(tmp_path):
    """It is made after the visit: it is handed the data, and asks no address for them."""
    with trial_warehouse(tmp_path) as warehouse:
        ask = lambda question, **own: question(warehouse, Selection(), Reader(), **own)  # noqa: E731
        rows = ask(records.recorded_issues)
        content = layout.download(rows, {"figure": "What is recorded", "data": "trial"}, ask).decode()
    assert "extorsion.csv, line 1" in content
    assert content.splitlines()[1].endswith("What is recorded,trial")


def test_a_page_looks_at_its_own_workspace_and_lists_the_others_once(tried, monkeypatch):
    from pages.shared import store

    looked = []
    monkeypatch.setattr(store, "all_workspaces", lambda: looked.append(1) or ["trial"])
    assert text(tried("overview"))
    assert len(looked) == 1
