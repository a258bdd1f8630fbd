"""What sources record of issues: the answers on the tiny import worked out by hand, the sentences and the picture."""

import re
from datetime import date

import pandas as pd
import pytest

from analytics import reading_records
from analytics.asking import find_question
from analytics.charts.records import Column, Share, shares_bar, year_columns
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.figures.making import make_figure
from analytics.figures.model import figure_of
from analytics.findings import dataset_names, partial_months
from analytics.palette import Look
from analytics.reading_partners import activity_sentences
from analytics.selection import Reader, Selection
from analytics.wording import Words
from analytics.workspaces import Import
from tests.quality_trial import trial_warehouse

EN, ES = Words("en"), Words("es")
SOURCE = "file-0123456789ab"
MONTHS = {(SOURCE, 2024): "2024-01 – 2024-04", (SOURCE, 2003): "2003-07 – 2003-07"}


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """The warehouse over the tiny import."""
    with trial_warehouse(tmp_path_factory.mktemp("tried")) as warehouse:
        yield warehouse


def _ask(engine, name, selection=None, role="analyst", **own) -> pd.DataFrame:
    return find_question(name).ask(engine, selection or Selection(), Reader(role), **own)


def _row(**values) -> object:
    about = {"evidence": f"sources:{SOURCE}", "partial_year": None, "first_year": 2003, "last_year": 2024}
    return pd.DataFrame([about | values]).iloc[0]


# --- the answers ------------------------------------------------------------------------------------------------------


def test_what_is_recorded_keeps_missing_counts_out_of_the_total_and_zeros_out_of_the_places(tried):
    (row,) = _ask(tried, "recorded_issues").itertuples(index=False)
    assert (row.issue_type_id, row.measure, row.record_rows, row.total, row.not_stated) == (
        "extortion", "cases", 5, 9, 1,
    )  # fmt: skip
    assert (row.municipalities, row.first_year, row.last_year) == (3, 2019, 2021)


def test_the_years_are_counted_each_for_itself(tried):
    rows = _ask(tried, "recorded_by_year").set_index("year")[["record_rows", "total"]]
    assert rows["record_rows"].to_dict() == {2019: 1, 2020: 3, 2021: 1}
    assert rows["total"].to_dict() == {2019: 3, 2020: 2, 2021: 4}


def test_the_list_names_where_something_is_recorded_and_no_activity(tried):
    rows = _ask(tried, "recorded_without_activity").set_index("place_id")
    assert rows.index.tolist() == ["05120", "13248"]  # not Caucasia, where one is; not a place with a stated zero
    assert rows["department_activities"].to_dict() == {"05120": 1, "13248": 0}
    assert rows.loc["05120", ["record_rows", "total", "first_year", "last_year", "years"]].tolist() == [
        2, 7, 2019, 2021, 2,
    ]  # fmt: skip
    assert pd.isna(rows.at["13248", "total"])


def test_how_many_places_have_something_recorded_and_no_activity(tried):
    (row,) = _ask(tried, "recorded_places").itertuples(index=False)
    assert (row.municipalities, row.without_activity) == (3, 2)


def test_the_filters_narrow_what_is_recorded_and_never_what_was_done(tried):
    later = _ask(tried, "recorded_without_activity", Selection(period=("2021-01", "2021-12")))
    assert later[["place_id", "total"]].to_numpy().tolist() == [["05120", 4]]
    elsewhere = _ask(tried, "recorded_without_activity", Selection(partnership=("actividades",)))
    assert elsewhere["place_id"].tolist() == ["05120", "13248"]
    assert _ask(tried, "recorded_places", Selection(place=("11",))).empty
    assert _ask(tried, "recorded_issues", Selection(issue=("kidnapping",))).empty
    assert _ask(tried, "recorded_issues", Selection(provenance=("published",))).empty


def test_a_place_shows_what_is_recorded_there_and_a_department_what_is_recorded_inside(tried):
    (here,) = _ask(tried, "place_records", place_id="05120").itertuples(index=False)
    assert (here.relation, here.total, here.record_rows) == ("here", 7, 2)
    (inside,) = _ask(tried, "place_records", place_id="05").itertuples(index=False)
    assert (inside.relation, inside.total, inside.record_rows) == ("inside", 9, 3)


def test_the_filter_of_issues_and_the_period_know_what_is_recorded(tried):
    options = _ask(tried, "filter_options")
    assert options.loc[options["filter"] == "issue", "code"].tolist() == ["extortion"]
    assert [str(day)[:10] for day in _ask(tried, "period_bounds").iloc[0]] == ["2019-01-01", "2022-12-31"]


def test_what_an_import_stands_under_passes_where_one_of_its_activities_does(tried):
    for selection, expected in (
        (Selection(place=("05154",)), {"trial-fund", "actividades"}),
        (Selection(period=("2019-01", "2019-12")), {"trial-fund"}),
        (Selection(period=("2022-01", "2022-12")), {"trial-fund", "actividades"}),  # an end that is not stated is open
        (Selection(place=("13",)), set()),
    ):
        assert set(_ask(tried, "partnership_bands", selection)["partnership_id"]) == expected, selection


def test_an_import_is_counted_beside_the_documents_and_stands_on_no_timeline_of_its_own(tried):
    totals = _ask(tried, "totals").iloc[0]
    assert (totals["partnerships"], totals["datasets"], totals["dataset_activities"]) == (0, 2, 5)
    assert (totals["dataset_municipalities"], totals["dataset_organisations"]) == (1, 1)
    assert _ask(tried, "timeline").empty
    assert "no_dates" not in set(_ask(tried, "not_stated")["gap"])
    years = _ask(tried, "activities_by_year").fillna({"year": 0})
    own = years[years["partnership_id"] == "trial-fund"].set_index("year")["activities"]
    assert own.to_dict() == {2019: 2, 2020: 2, 2022: 1, 0: 1}  # one lasts from 2019 to 2020; one has no date


def test_organisations_are_counted_by_the_activities_that_name_them(tried):
    (row,) = _ask(tried, "organisation_activities").itertuples(index=False)
    assert (row.organisation_name, row.role, row.activities) == ("Sweden", "funding", 4)


def test_the_sentence_on_organisations_says_no_number_that_a_large_import_would_make_wrong(tried):
    # the activities of a large import are counted and not listed, so a number of those listed would be none
    ((sentence, refs),) = activity_sentences(_ask(tried, "organisation_activities"), EN)
    assert sentence == "1 organisation has a role in activities: Sweden, in 4."
    assert len(refs) == 1


# --- the sentences ----------------------------------------------------------------------------------------------------


def test_a_total_is_said_in_its_measure_and_a_missing_one_as_rows():
    assert reading_records.counted(3112, "victims", 623, EN) == "3,112 victims"
    assert reading_records.counted(1, "cases", 1, ES) == "1 caso"
    assert reading_records.counted(2.5, "hectares", 1, EN) == "2.5 hectares"
    assert reading_records.counted(None, "cases", 4, EN) == "4 rows, their count not stated"


def test_a_year_that_is_not_whole_is_said_with_its_months_or_as_perhaps_incomplete():
    assert reading_records.part_of_year(f"sources:{SOURCE}", 2024, MONTHS, EN) == "January to April"
    assert reading_records.part_of_year(f"sources:other sources:{SOURCE}", 2024, MONTHS, ES) == "enero a abril"
    assert reading_records.part_of_year(f"sources:{SOURCE}", 2003, MONTHS, EN) == "July"
    assert reading_records.part_of_year("sources:other", 2024, MONTHS, EN) == "may be incomplete"


def test_years_say_which_of_them_is_not_whole():
    assert reading_records.years(_row(), MONTHS, EN) == "2003 to 2024"
    assert reading_records.years(_row(partial_year=2024), MONTHS, EN) == "2003 to 2024 (2024: January to April)"
    assert reading_records.years(_row(first_year=2024), MONTHS, EN) == "2024"
    assert reading_records.years(_row(first_year=None, last_year=None), MONTHS, EN) == "no year stated"


def test_the_headline_says_that_no_activity_is_not_no_response(tried):
    recorded, places = _ask(tried, "recorded_issues"), _ask(tried, "recorded_places")
    first, second = (text for text, _ in reading_records.recorded_sentences(recorded, places, {}, EN))
    assert first == "Extortion: 9 cases in 3 municipalities, 2019 to 2021."
    assert second.startswith("In 2 of 3 municipalities with something recorded, no activity is recorded")
    assert second.endswith("that is not the same as no response.")
    assert reading_records.recorded_sentences(recorded.head(0), places, {}, EN) == []


def test_the_list_is_put_in_the_order_that_is_asked_for():
    rows = pd.DataFrame(
        {
            "place_id": ["a", "b", "b", "c"], "place_name": ["Aa", "Bb", "Bb", "Cc"],
            "department_name": ["Zz", "Yy", "Yy", None], "record_rows": [5, 3, 4, 1],
            "last_year": pd.array([2001, 2010, 1999, 2024], dtype="Int64"),
        }
    )  # fmt: skip
    assert reading_records.in_order(rows, "rows") == ["b", "a", "c"]  # seven rows of two kinds
    assert reading_records.in_order(rows, "recent") == ["c", "b", "a"]
    assert reading_records.in_order(rows, "department") == ["b", "a", "c"]


def test_each_place_of_the_list_has_a_line_for_each_thing_recorded(tried):
    rows = _ask(tried, "recorded_without_activity")
    places = reading_records.quiet_places(rows, ["13248", "05120"], {}, EN)
    assert [place.place_name for place in places] == ["El Guamo", "Cáceres"]
    assert places[0].lines == ("Extortion: 1 row, its count not stated, 2020",)
    assert places[1].lines == ("Extortion: 7 cases, 2019 to 2021",)


# --- the months that an import told -----------------------------------------------------------------------------------


def _told(tmp_path, **report) -> Import:
    one = Import(tmp_path)
    one.__dict__["report"] = {
        "files": [{"name": "extorsion.csv", "sha256": "0123456789ab" + "0" * 52}], "datasets": [], "warnings": [],
    } | report  # fmt: skip
    return one


def test_the_months_of_a_partial_year_are_known_by_source_and_year(tmp_path):
    finding = {
        "rule": "year_partial",
        "file": "extorsion.csv",
        "value": "2024",
        "values": {"months": "2024-01 – 2024-04"},
    }
    other = finding | {"file": "gone.csv"}
    told = _told(tmp_path, warnings=[finding, other])
    assert partial_months([told]) == {(SOURCE, 2024): "2024-01 – 2024-04"}


def test_a_data_set_is_called_as_its_import_was_told(tmp_path):
    told = _told(tmp_path, datasets=[{"dataset": "extorsion-2", "name": "extorsión_2"}])
    assert dataset_names([told]) == {"extorsion-2": "extorsión_2"}
    assert reading_records.dataset_title("extorsion-2", dataset_names([told])) == "extorsión 2"


# --- the pictures -----------------------------------------------------------------------------------------------------


def test_a_partial_year_is_hatched_and_a_year_without_rows_is_drawn_as_none():
    columns = [Column(2021, 4, "4 cases"), Column(2023, 8, "8 cases"), Column(2024, 1, "1 case", "January to April")]
    drawn = year_columns(columns, EN, "red")
    assert drawn.count("<li") == 4
    assert re.search(r'<li class="none" title="2022: no row"><i></i>', drawn)
    assert '<li class="part" title="2024: 1 case (January to April)"><i style="height:12.5%">' in drawn
    assert 'title="2023: 8 cases"><i style="height:100.0%"><span>8</span>' in drawn


def test_a_column_that_counts_nothing_has_no_height():
    drawn = year_columns([Column(2021, 0, "0 cases"), Column(2022, 1000, ""), Column(2023, 1, "")], EN, "red")
    assert 'title="2021: 0 cases"><i style="height:0.0%">' in drawn
    assert "height:1.5%" in drawn  # one of a thousand is still seen


def test_the_text_of_a_file_is_no_markup_in_a_picture():
    drawn = year_columns([Column(2021, 1, "<script>")], EN, "red")
    assert "<script>" not in drawn
    assert "<script>" not in shares_bar([Share("", "red", 1, "<script>")], lambda share: "<b>")


def test_a_share_has_its_label_where_there_is_room():
    drawn = shares_bar([Share("a", "red", 0.95, "x"), Share("b", "red", 0.05, "y"), Share("c", "red", 0, "z")], str)
    assert drawn.count("<b>") == 1
    assert drawn.count("<i") == 2


def test_a_month_is_named_without_its_year():
    assert (EN.month(date(2024, 1, 5)), ES.month(date(2024, 1, 5))) == ("January", "enero")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_recorded_goes_into_stories_with_the_numbers_of_the_questions(tried, lang):
    by_year = make_figure(tried, "recorded_by_year", Selection(), Reader("analyst", lang), {})
    rows = _ask(tried, "recorded_by_year").set_index("year")
    assert [fact.value for fact in by_year.facts] == rows["total"].tolist()
    (drawn,) = by_year.body["series"]
    assert dict(zip(by_year.body["x"], drawn["values"], strict=True)) == {"2019": 3, "2020": 2, "2021": 4}
    assert drawn["partial"] == rows["is_partial"].tolist()
    quiet = make_figure(tried, "recorded_without_activity", Selection(), Reader("analyst", lang), {})
    assert [fact.value for fact in quiet.facts] == [2]
    asked = _ask(tried, "recorded_without_activity", role="analyst")
    assert [row[0] for row in quiet.rows] == asked["place_name"].drop_duplicates().tolist()
    assert figure_svg(figure_of(by_year.as_text()), 1168, 430, Paint(Look())).startswith("<svg")
