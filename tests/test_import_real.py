"""Real files of publishers, read whole: their numbers are known and come out exactly."""

from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics.importing.prepare import Choices, prepare, publish
from analytics.records import recorded_by_year, recorded_issues, recorded_without_activity
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.workspaces import Workspace
from tests.conftest import SHARED
from tests.importing import rules

DATA = SHARED / "data"
NATIONAL = DATA / "col_issues_national"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the publishers' files are not on this machine")


class Imported:
    """An import of real files: its draft's report, and its tables."""

    def __init__(self, name, paths, **choices):
        draft = prepare([(path, path.name) for path in paths], Workspace(name), Choices(**choices))
        self.draft, self.report = draft, draft.report
        self.snapshot = publish(draft)

    def table(self, name) -> pd.DataFrame:
        return pd.concat([pq.read_table(path).to_pandas() for path in self.snapshot.tables("analyst")[name]])

    def rows(self, file) -> int:
        return next(one["rows"] for one in self.report["files"] if one["name"] == file)

    def ask(self, question, **selection) -> pd.DataFrame:
        with Warehouse(self.snapshot) as warehouse:
            return question(warehouse, Selection(**selection), Reader())


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """One data folder for the module: these imports take their time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(tmp_path_factory.mktemp("real")))
        yield


@pytest.fixture(autouse=True)
def data_home(home):
    """In place of the guard that gives each test a folder of its own."""


@pytest.fixture(scope="module")
def colombia(home):
    folder = DATA / "iati203_colombia_aims"
    names = ("iati_2.03_ColombiaAIMS.xml", "locations.csv", "projects.csv")
    return Imported("colombia", [folder / name for name in names], as_of=date(2016, 1, 1))


@pytest.fixture(scope="module")
def national(home):
    names = ("extortion_mindefensa.csv", "massacres_mindefensa.csv", "coca_2020_2022.csv", "data_source.csv",
             "municipal_population_projections_dane.csv")  # fmt: skip
    homicides = DATA / "col_homicides_1990_2013" / "homicidios_1990_2013.csv"
    return Imported("national", [*(NATIONAL / name for name in names), homicides])


def test_colombia_has_its_activities_places_and_transactions(colombia):
    assert [len(colombia.table(name)) for name in ("activities", "activity_locations", "transactions")] == [
        693,
        2981,
        638,
    ]
    assert colombia.report["files"][0]["rows"] == 693
    sectors = colombia.table("activity_sectors").groupby("code")["activity_id"].nunique()
    assert (sectors["152"], sectors["151"]) == (112, 208)


def test_colombia_places_have_the_levels_of_the_table_beside_it(colombia):
    assert colombia.table("activity_locations")["level"].value_counts().to_dict() == {
        "municipality": 1702, "department": 908, "country": 204, "other": 167,
    }  # fmt: skip


def test_a_point_of_a_department_becomes_no_municipality(colombia):
    locations = colombia.table("activity_locations")
    departments = locations[locations["level"] == "department"]
    assert departments["place_id"].str.len().eq(2).all()
    places = colombia.table("activity_places")
    assert set(places.loc[places["place_id"].str.len() == 2, "exactness"]) <= {"department", "country"}


def test_colombia_implementation_that_had_ended_is_told(colombia):
    details = colombia.table("activity_details")
    assert (details["status_stated"] == "2").sum() == 658
    assert ((details["status_stated"] == "2") & (details["status"] == "ended")).sum() == 610
    assert rules(colombia.draft, "warnings")["status_and_dates_disagree"] == 610


def test_names_of_sectors_that_are_not_those_of_the_codes_are_told(colombia):
    told = [one["message"] for one in colombia.report["warnings"] if one["rule"] == "names_and_codes_disagree"]
    assert any("112 activities have the code 152, 66 the name" in message for message in told)
    assert any("208 activities have the code 151, 258 the name" in message for message in told)


def test_nigeria_has_its_numbers():
    nigeria = Imported("nigeria", [DATA / "iati203_nigeria_aims" / "iati_2.03_NigeriaAIMS.xml"])
    assert [len(nigeria.table(name)) for name in ("activities", "activity_locations", "transactions")] == [
        140,
        476,
        221,
    ]


def test_homicides_are_every_municipality_in_every_year(national):
    records = national.table("issue_records")
    homicides = records[records["dataset"] == "homicidios-1990-2013"]
    assert len(homicides) == 26_928
    assert (homicides["place_id"].nunique(), homicides["start_on"].map(lambda day: day.year).nunique()) == (1122, 24)
    assert homicides["count"].isna().sum() == 1734
    assert (homicides["place_id"] == "94663").sum() == 24


def test_extortion_keeps_the_rows_that_repeat_another(national):
    (row,) = national.ask(recorded_issues, issue=("extortion",)).to_dict("records")
    assert (row["record_rows"], row["total"]) == (85_718, 111_131)
    repeated = [
        one for one in national.report["notes"] if one["rule"] == "rows_repeated" and "extortion" in one["file"]
    ]
    assert [one["count"] for one in repeated] == [71_146]


def test_population_of_a_year_is_the_sum_of_its_areas(national):
    attributes = national.table("place_attributes")
    year = attributes[(attributes["attribute"] == "population") & (attributes["year"] == 2024)]
    assert year["value"].sum() == 52_695_952


def test_coca_tells_the_code_that_stands_twice(national):
    assert national.rows("coca_2020_2022.csv") == 319
    told = {one["value"] for one in national.report["warnings"]
            if one["rule"] == "place_repeated" and "coca" in one["file"]}  # fmt: skip
    assert told == {"05480"}


def test_the_year_that_the_source_ends_in_is_partial(national):
    years = national.ask(recorded_by_year, issue=("extortion",)).set_index("year")["is_partial"]
    assert years[years].index.tolist() == [2024]


def test_events_at_department_level_stay_out_of_the_municipalities():
    events = Imported(
        "ucdp", [DATA / "col_ucdp_ged" / "conflict_data_col.csv"],
        accepted=frozenset({"place_unknown", "place_fuzzy", "place_ambiguous"}),
    )  # fmt: skip
    records = events.table("issue_records")
    assert len(records) == 4632
    source = pd.read_csv(DATA / "col_ucdp_ged" / "conflict_data_col.csv", dtype=str)
    is_coarse = source["where_prec"].isin(["4", "5", "6", "7"])
    lines = set(source.index[is_coarse] + 2)
    assert is_coarse.sum() == 894
    assert records[records["line"].isin(lines)]["place_id"].dropna().str.len().le(2).all()


def test_who_does_what_where_keeps_every_row():
    partners = Imported("unhcr", [DATA / "hxl_3w" / "unhcr-3w.csv"])
    assert partners.rows("unhcr-3w.csv") == 2250
    assert len(partners.table("activities")) == 2250


def test_a_kobo_export_keeps_every_submission_and_no_free_text():
    survey = Imported("kobo", [DATA / "kobo_cleaningtools" / "raw_data.csv"])
    assert survey.rows("raw_data.csv") == 632
    assert len(survey.table("submissions")) == 632
    kept_out = {"enumerator_num", "trust_water_office_why_not", "X_notes", "_notes"}
    assert not kept_out & set(survey.table("answers")["question"])


def test_one_list_names_where_something_is_recorded_and_no_activity_is(colombia):
    files = [NATIONAL / name for name in ("extortion_mindefensa.csv", "massacres_mindefensa.csv", "data_source.csv")]
    both = Imported("colombia", files)
    rows = both.ask(recorded_without_activity, issue=("extortion", "massacre"))
    placed = both.table("activity_places")
    worked_in = set(placed.loc[placed["exactness"].isin(["exact", "municipality", "city"]), "place_id"])
    records = both.table("issue_records")
    recorded = {place for place in records["place_id"].dropna() if len(place) == 5}
    assert set(rows["place_id"]) == recorded - worked_in
    assert (rows["first_year"] <= rows["last_year"]).all()
    assert rows["department_activities"].gt(0).any()
