"""What values, codes and dates of IATI mean: read, corrected where one thing can be meant, refused, or marked."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.readers.iati import ended_but_stated_open, peace_relevance, status_of, statuses
from analytics.readers.iati.codes import code_lists
from analytics.readers.iati.values import joined, joined_pairs, read_date, read_number, split, split_pairs
from tests.test_iati_in import COLOMBIA, frames, real


@pytest.mark.parametrize("raw", ["2012-00-00", "2012-02-30", "01/05/2012", "20120501", "2012", "0001-01-01", "x"])
def test_what_is_no_day_is_refused(raw):
    assert read_date(raw).text is None
    assert read_date(raw).reason


@pytest.mark.parametrize(
    "raw", [" 2012-05-01", "2012-05-01\n", "2012/05/01", "2012-05-01T00:00:00", "2012-05-01Z", "2012-05-01+02:00"]
)
def test_a_day_that_can_mean_one_thing_is_corrected_and_told(raw):
    value = read_date(raw)
    assert (value.text, value.rule) == ("2012-05-01", "date_corrected")


@pytest.mark.parametrize(("raw", "meant"), [
    (" 1000 ", "1000"), ("$1000", "1000"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"),
    ("1.234,5", "1234.5"), ("1,234,567", "1234567"), ("€ 12,5", "12.5"), ("1 234 567", "1234567"),
])  # fmt: skip
def test_an_amount_that_can_mean_one_thing_is_corrected_and_told(raw, meant):
    value = read_number(raw)
    assert (value.text, value.rule) == (meant, "iati_value_corrected")


@pytest.mark.parametrize("raw", ["1,234", "USD 5", "five", "NaN", "INF", "1e400", "1.2.3", "--5", "1,23,456"])
def test_an_amount_that_can_mean_two_things_or_none_is_refused(raw):
    assert read_number(raw).text is None


@pytest.mark.parametrize("raw", ["-15.5", "0", "1434153.58881", "+3", ".5"])
def test_an_amount_as_the_standard_writes_it_stays_as_it_stands(raw):
    assert read_number(raw).text == raw
    assert read_number(raw).rule is None


def test_withdrawn_codes_are_known():
    assert "15162" in code_lists()["Sector"]  # human rights, withdrawn in 2020
    assert "NA" in code_lists()["Country"]


def test_activities_count_as_relevant_for_peace_by_sector_goal_and_target():
    rows = [
        ("three digits", "2", "151"), ("three digits, conflict", "2", "152"), ("health", "2", "122"),
        ("five digits", "1", "15220"), ("no vocabulary", None, "15250"), ("withdrawn", "1", "15261"),
        ("tax collection", "1", "15116"), ("goal", "7", "16"), ("target", "8", "16.10"), ("goal 1", "7", "1"),
        ("target 1.6", "8", "1.6"), ("another vocabulary", "99", "152"), ("mixed", "2", "122"), ("mixed", "2", "151"),
    ]  # fmt: skip
    found = peace_relevance(pd.DataFrame(rows, columns=["activity", "vocabulary", "code"]))
    assert set(found[found].index) == {
        "three digits", "three digits, conflict", "five digits", "no vocabulary", "withdrawn", "goal", "target",
        "mixed",
    }  # fmt: skip
    assert len(found) == 13  # no activity is lost


def test_the_wide_list_and_the_tags_add_to_the_mark():
    sectors = pd.DataFrame([("a", "1", "15160"), ("b", "1", "11220")], columns=["activity", "vocabulary", "code"])
    tags = pd.DataFrame([("b", "3", "16.1"), ("c", "2", "16"), ("d", "3", "5.2")], columns=sectors.columns)
    assert peace_relevance(sectors).to_dict() == {"a": False, "b": False}
    assert peace_relevance(sectors, wide=True).to_dict() == {"a": True, "b": False}
    assert peace_relevance(sectors, tags).to_dict() == {"a": False, "b": True, "c": True, "d": False}
    assert peace_relevance(sectors, tags, wide=True)["d"]


@pytest.mark.parametrize(("start", "end", "state"), [
    (date(2015, 1, 1), date(2015, 12, 31), "ended"),
    (date(2015, 1, 1), date(2016, 1, 1), "implementation"),  # the last day is a day of work
    (date(2016, 1, 1), None, "implementation"),  # so is the first
    (date(2016, 1, 2), date(2017, 1, 1), "planned"),
    (None, date(2015, 1, 1), "ended"),
    (None, date(2017, 1, 1), "unknown"),
    (None, None, "unknown"),
])  # fmt: skip
def test_how_far_an_activity_is_follows_from_its_dates(start, end, state):
    assert status_of(start, end, date(2016, 1, 1)) == state


def test_actual_dates_go_before_planned_ones():
    row = {"planned_start": "2010-01-01", "actual_start": "2020-01-01", "planned_end": "2011-01-01", "actual_end": None}
    assert statuses(pd.DataFrame([row]), date(2016, 1, 1)).tolist() == ["ended"]
    assert statuses(pd.DataFrame([row | {"planned_end": None}]), date(2016, 1, 1)).tolist() == ["planned"]


def test_610_of_658_activities_stated_as_implementation_had_ended_by_2016():
    activities = frames(real(COLOMBIA))["activities"]
    assert (activities["status"] == "2").sum() == 658
    found = ended_but_stated_open(activities, date(2016, 1, 1), "colombia.xml")
    assert len(found) == 610
    assert found[0].row == activities.index[0]
    assert dict(found[0].values) == {"stated": "implementation", "end": "2015-01-01"}


def test_several_values_in_a_cell_come_apart_as_they_went_in():
    parts = ["a; b", "100 %", "niña=x", "%3B"]
    assert split(joined(parts)) == parts
    pairs = [("sex; age", "f=m"), ("", "x"), ("edad", "")]
    assert split_pairs(joined_pairs(pairs)) == pairs
