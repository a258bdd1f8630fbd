"""The Explore page as an analyst meets it: a pivot in the address, cells that open their rows, kind refusals."""

import json

import pytest

from pages.shared.labels import label
from tests.pages import buttons, text


@pytest.fixture
def tried(opened, tried_home):
    """Opens the page at an address on the tiny import."""
    return lambda **address: opened("explore", tried_home, data="trial", **address)


def table(app) -> str:
    """The markup of the pivot, which our component shows."""
    (shown,) = app.get("bidi_component")
    return json.loads(shown.proto.json)["table"]


def test_a_bare_address_opens_a_pivot(opened):
    app = opened("explore")
    page = text(app)
    assert "Activities by department and year" in "".join(element.value for element in app.subheader)
    assert "Activities: 11" in page
    assert table(app).count("data-cell=") > 10


def test_the_address_says_what_is_counted_and_by_what(opened):
    app = opened("explore", measure="issues_listed", rows="issue", columns=["department", "year"], share="row")
    shown = table(app)
    assert "Extortion" in shown
    assert "Antioquia" in shown
    assert "%</small>" in shown
    assert app.multiselect(key="rows").value == ["issue"]
    assert app.multiselect(key="columns").value == ["department", "year"]


def test_a_choice_is_written_into_the_address(opened):
    app = opened("explore", cell='["activities",["05"],null]')
    app.multiselect(key="columns").set_value([]).run()
    assert app.query_params["columns"] == "none"
    assert "cell" not in app.query_params
    app.multiselect(key="rows").set_value(["kind"]).run()
    assert app.query_params["rows"] == "kind"
    assert "Activities by kind of activity" in "".join(element.value for element in app.subheader)
    app.button(key="turn").click().run()
    assert (app.query_params["rows"], app.query_params["columns"]) == ("none", "kind")


def test_an_open_cell_shows_its_rows_and_their_sources(opened):
    app = opened(
        "explore", measure="issues_listed", rows="department", columns="issue", cell='["issues_listed",["05"],null]'
    )
    page = text(app)
    assert "Behind the cell: Issues listed · Antioquia" in "".join(element.value for element in app.subheader)
    assert "6 rows · 6" in page
    assert len(app.dataframe[0].value) == 6
    assert "Source" in buttons(app, "evidence-behind")
    app.button(key="close-cell").click().run()
    assert "Behind the cell" not in "".join(element.value for element in app.subheader)


def test_rows_behind_a_cell_come_a_page_at_a_time(tried):
    app = tried(measure="record_rows", rows="issue", columns="", cell='["record_rows",["extortion"],null]')
    assert len(app.dataframe[0].value) == 5
    assert "Extortion" in app.dataframe[0].value.to_string()


def test_what_must_not_be_added_says_why(tried):
    app = tried(measure="money", rows="currency", columns="")
    assert "Not added up: EUR and USD: currencies are not added up." in text(app)
    assert "not added up" in table(app)


def test_a_measure_that_does_not_know_an_axis_is_told(tried):
    page = text(tried(measure=["activities", "money"], rows="sector", columns=""))
    assert "Money cannot be broken down by sector of partner and is left out." in page


def test_hostile_values_in_the_address_are_dropped_and_said(opened):
    app = opened("explore", measure="' or 1=1 --", rows="<script>", columns="year", cell="[[[", page="-5")
    page = text(app)
    assert "Not known here and left out of the link" in page
    assert "<script>" not in page
    assert "<script>" not in table(app)


def test_an_empty_selection_says_which_filter_to_loosen(opened):
    page = text(opened("explore", kind="dialogue", period="1990-01..1990-02"))
    assert "Nothing is recorded for this selection." in page


def test_columns_beyond_reading_are_refused_kindly(opened):
    app = opened("explore", measure="issues_listed", rows="", columns=["municipality", "issue"])
    assert app.get("bidi_component") == [] or len(table(app)) > 0
    page = text(app)
    assert "more than can be read" in page or "data-cell" in table(app)


@pytest.mark.parametrize("role", ["public", "partner"])
def test_other_roles_have_the_pivot_of_what_they_may_see(opened, role):
    app = opened("explore", **{"as": role}, measure="issues_listed", rows="municipality", columns="issue")
    assert not app.exception
    assert table(app)


def test_the_page_speaks_spanish(opened):
    app = opened("explore", lang="es")
    page = text(app)
    assert "Actividades: 11" in page
    assert "Abre las filas que hay detrás" in table(app)


# --- in SQL -----------------------------------------------------------------------------------------------------------


def test_a_statement_is_asked_and_answered_on_the_page(opened):
    app = opened("explore", by="sql")
    assert "The tables" in "".join(element.value for element in app.subheader)
    app.text_area(key="sql").set_value("select count(*) as n from activities").run()
    app.button(key="sql-run").click().run()
    assert "1 row, in" in text(app)
    assert app.dataframe[0].value["n"].tolist() == [11]
    app.text_area(key="sql").set_value("copy activities to 'x'").run()
    app.button(key="sql-run").click().run()
    assert "Only one statement that reads is answered" in text(app)
    assert len(buttons(app, "history-")) == 2


def test_an_example_is_answered_by_one_click(opened):
    app = opened("explore", by="sql", lang="es")
    app.button(key="example-1").click().run()
    assert app.text_area(key="sql").value.startswith("select place.name_en")
    assert len(app.dataframe[0].value) > 20


def test_the_tables_are_told_with_their_columns(opened):
    app = opened("explore", by="sql")
    app.selectbox(key="sql-table").set_value("contributions").run()
    told = app.dataframe[0].value.to_string()
    assert "in the currency of its row" in told
    assert "A row is an amount of money that a document states." in text(app)
    app.button(key="sql-look").click().run()
    assert len(app.dataframe[0].value) == 4


@pytest.mark.parametrize("role", ["public", "partner"])
def test_only_an_analyst_asks_in_sql(opened, role):
    app = opened("explore", **{"as": role}, by="sql")
    assert "Only an analyst asks in SQL." in text(app)
    assert len(app.text_area) == 0
    assert "sql-run" not in [button.key for button in app.button]


def test_the_question_behind_a_figure_is_one_click_away_and_goes_on_in_explore(opened):
    app = opened("issues", place="13")
    app.button(key="question-issue_matrix").click().run()
    shown = app.code[-1]
    assert "with " in shown.value
    assert "['13']" in shown.value
    assert "$" not in shown.value
    app.button(key="explore-issue_matrix-0").click().run()
    assert not app.exception


def test_other_roles_see_the_question_and_cannot_go_on_with_it(opened):
    app = opened("issues", **{"as": "public"})
    app.button(key="question-issue_matrix").click().run()
    assert "['" not in app.code[-1].value
    assert not [button for button in app.button if (button.key or "").startswith("explore-")]


# --- saved views, and what is taken along -----------------------------------------------------------------------------


@pytest.fixture
def own_home(published_home, tmp_path):
    """A data folder of the test's own, on the published record: a saved view lies in it."""
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    return tmp_path


def test_a_view_is_saved_and_opened_by_its_link(opened, own_home):
    app = opened("explore", own_home, measure="issues_listed", rows="issue", columns="department", place="13")
    app.text_input(key="view-name").set_value('Bolívar\'s "issues" <b>').run()
    app.button(key="view-save").click().run()
    asked = app.query_params["view"]
    assert (own_home / "views" / "record" / f"{asked}.json").is_file()
    again = opened("explore", own_home, view=asked)
    assert again.query_params["rows"] == "issue"
    assert again.query_params["place"] == "13"
    assert "Issues listed by issue and department" in "".join(element.value for element in again.subheader)
    assert label('Bolívar\'s "issues" <b>') in buttons(again, f"view-{asked}")


def test_the_link_of_a_view_names_its_data_set(opened, tried_home, own_home):
    (own_home / "workspaces").symlink_to(tried_home / "workspaces")
    app = opened("explore", own_home, data="trial", rows="kind", columns="none")
    app.text_input(key="view-name").set_value("Kinds").run()
    app.button(key="view-save").click().run()
    asked = app.query_params["view"]
    assert f"?view={asked}&amp;data=trial" in text(app) or f"?view={asked}&data=trial" in text(app)
    assert opened("explore", own_home, view=asked, data="trial").query_params["rows"] == "kind"


def test_a_choice_leaves_the_view_and_a_view_can_be_deleted(opened, own_home):
    app = opened("explore", own_home, rows="kind", columns="none")
    app.text_input(key="view-name").set_value("Kinds").run()
    app.button(key="view-save").click().run()
    asked = app.query_params["view"]
    app.multiselect(key="rows").set_value(["issue"]).run()
    assert "view" not in app.query_params
    app.button(key=f"view-{asked}").click().run()
    assert app.query_params["rows"] == "kind"
    app.button(key="view-delete").click().run()
    assert list((own_home / "views" / "record").iterdir()) == []


def test_a_link_to_a_view_that_is_gone_says_so(opened, own_home):
    page = text(opened("explore", own_home, view="gone-123456"))
    assert "There is no saved view under this link." in page


def test_a_statement_is_saved_and_answered_again_by_its_link(opened, own_home):
    app = opened("explore", own_home, by="sql")
    app.text_area(key="sql").set_value("select count(*) as kept from activities").run()
    app.text_input(key="view-name").set_value("How many").run()
    app.button(key="view-save").click().run()
    asked = app.query_params["view"]
    again = opened("explore", own_home, view=asked)
    assert again.query_params["by"] == "sql"
    assert again.text_area(key="sql").value == "select count(*) as kept from activities"
    assert again.dataframe[0].value["kept"].tolist() == [11]
    public = opened("explore", own_home, view=asked, **{"as": "public"})
    assert "Only an analyst asks in SQL." in text(public)
    assert len(public.text_area) == 0


def _saved(app, name: str) -> str:
    """Saves what the page shows under a name; the id of the view."""
    app.text_input(key="view-name").set_value(name).run()
    app.button(key="view-save").click().run()
    return app.query_params["view"]


def test_a_filter_of_a_view_can_be_taken_away(opened, own_home):
    """The address of the view alone filled itself again: the last of its filters could not be let go of."""
    asked = _saved(opened("explore", own_home, place="13"), "Bolívar")
    again = opened("explore", own_home, view=asked)
    assert "Bolívar" in table(again)
    assert "Antioquia" not in table(again)
    again.multiselect(key="place").set_value([]).run()
    assert "place" not in again.query_params
    assert "view" not in again.query_params
    assert "Antioquia" in table(again)


def test_a_view_that_was_changed_can_be_saved_over(opened, own_home):
    asked = _saved(opened("explore", own_home, rows="kind", columns="none"), "Kinds")
    again = opened("explore", own_home, view=asked)
    again.multiselect(key="rows").set_value(["issue"]).run()
    assert again.text_input(key="view-name").value == "Kinds"
    assert "Changed since Kinds was opened" in text(again)
    again.button(key="view-save").click().run()
    assert again.query_params["view"] == asked
    assert opened("explore", own_home, view=asked).query_params["rows"] == "issue"
    other = opened("explore", own_home, rows="year", columns="none")  # who has not opened it does not write over it
    other.text_input(key="view-name").set_value("Kinds").run()
    other.button(key="view-save").click().run()
    assert "There is a view Kinds already." in text(other)
    assert opened("explore", own_home, view=asked).query_params["rows"] == "issue"


def test_an_address_that_differs_from_its_view_does_not_bear_its_name(opened, own_home):
    asked = _saved(opened("explore", own_home, rows="kind", columns="none"), "Kinds")
    again = opened("explore", own_home, view=asked, rows="issue", columns="none")
    assert "view" not in again.query_params
    assert again.query_params["rows"] == "issue"
    cell = '["activities",["training"],null]'  # to look behind a number is to stay in the view
    again = opened("explore", own_home, view=asked, rows="kind", columns="none", cell=cell)
    assert again.query_params["view"] == asked


def test_one_can_leave_a_saved_statement_for_rows_and_columns(opened, own_home):
    app = opened("explore", own_home, by="sql", place="13")
    app.text_area(key="sql").set_value("select 1 as kept").run()
    asked = _saved(app, "One")
    again = opened("explore", own_home, view=asked, place="13", by="sql")  # its link as it was copied
    assert again.text_area(key="sql").value == "select 1 as kept"
    again.button_group(key="by").set_value("pivot").run()
    assert "by" not in again.query_params
    assert "view" not in again.query_params
    assert "Activities by department and year" in "".join(element.value for element in again.subheader)


def test_another_data_set_does_not_miss_the_view_of_the_one_before(opened, tried_home, own_home):
    (own_home / "workspaces").symlink_to(tried_home / "workspaces")
    app = opened("explore", own_home, rows="kind", columns="none")
    _saved(app, "Kinds")
    app.selectbox(key="data").set_value("trial").run()
    assert "There is no saved view under this link." not in text(app)
    assert "view" not in app.query_params
    assert "Changed since" not in text(app)


def test_a_view_that_is_opened_brings_its_name(opened, own_home):
    """It kept the name of the view before, and Rename gave that to this one."""
    app = opened("explore", own_home, rows="kind", columns="none")
    first = _saved(app, "Kinds")
    _saved(app, "Kinds again")
    app.button(key=f"view-{first}").click().run()
    assert app.text_input(key="view-name").value == "Kinds"


def test_a_statement_says_that_filters_do_not_narrow_it(opened):
    """A count of all activities stood below the chip of one department."""
    told = "The filters do not narrow a statement"
    assert told in text(opened("explore", by="sql", place="13"))
    assert told not in text(opened("explore", by="sql"))


@pytest.mark.parametrize("cell", ['["activities",["99"],null]', '["issues_listed",["05"],null]', "x"])
def test_a_link_to_a_cell_that_holds_nothing_says_so(opened, cell):
    """After another import the rows behind a number can be gone: the link opened the table in silence."""
    told = "Nothing is recorded behind the cell that this link opens."
    assert told in text(opened("explore", cell=cell))
    assert told not in text(opened("explore", cell='["activities",["05"],null]'))


def test_what_is_reserved_does_not_read_as_nothing_recorded(tried):
    app = tried(**{"as": "public"}, measure="record_rows", rows="issue", columns="year")
    assert 'title="nothing recorded"' not in table(app)
    assert "reserved for the analyst" in text(app)
    analyst = tried(measure="record_rows", rows="issue", columns="year")
    assert "reserved" not in table(analyst) + text(analyst)


def test_other_roles_open_views_and_save_none(opened, own_home):
    app = opened("explore", own_home, **{"as": "partner"})
    assert not [one for one in app.text_input if one.key == "view-name"]


def test_the_pivot_and_its_rows_can_be_taken_along(opened):
    app = opened(
        "explore", measure="issues_listed", rows="department", columns="issue", cell='["issues_listed",["05"],null]'
    )
    assert not app.exception
    labels = {one.proto.label for one in app.get("download_button")}
    assert {"XLSX", "CSV", "CSV + HXL", "Parquet", "GeoJSON"} <= labels
