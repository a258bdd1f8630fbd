"""Answers as text: a spreadsheet runs nothing, numbers stay numbers, and missing is empty and not zero."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from analytics.exports.frames import hxl_csv, workbook
from analytics.exports.text import as_csv, as_json, as_table, records
from analytics.wording import Words

FRAME = pd.DataFrame(
    {
        "name": ["Ñandú", "L'Aurora", None],
        "value": pd.array([-15.5, 606.0, None], dtype="Float64"),
        "count": pd.array([0, None, 3], dtype="Int64"),
        "is_it": pd.array([True, None, False], dtype="boolean"),
        "day_on": [date(2020, 10, 1), None, date(2021, 1, 31)],
        "at": pd.to_datetime(["2020-10-01 12:30", None, "2021-01-31 00:00"]),
        "ratio": [0.25, float("nan"), 2.0],
    }
)


def _read(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1+1", "\ttab", "\rreturn"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert _read(as_csv(pd.DataFrame({"title": [text]})))[0]["title"] == f"'{text}".replace("\r", "\n")


@pytest.mark.parametrize(
    "text", ["Ñandú", "'quoted'", "a=b", "05001", " =1", "<img onerror=x>", 'say "no"', "two\nlines", "a\x00b"]
)
def test_other_text_stays_as_it_is(text):
    assert _read(as_csv(pd.DataFrame({"title": [text]})))[0]["title"] == text


def test_a_name_that_would_be_run_is_harmless_in_the_columns_about_the_answer_too():
    assert _read(as_csv(FRAME.head(1), {"selection": "=1+1"}))[0]["selection"] == "'=1+1"


def test_numbers_dates_and_gaps_in_csv():
    first, second, third = _read(as_csv(FRAME))
    assert first == {"name": "Ñandú", "value": "-15.5", "count": "0", "is_it": "True", "day_on": "2020-10-01",
                     "at": "2020-10-01", "ratio": "0.25"}  # fmt: skip
    assert second == {"name": "L'Aurora", "value": "606", "count": "", "is_it": "", "day_on": "", "at": "", "ratio": ""}
    assert (third["name"], third["count"], third["ratio"]) == ("", "3", "2")


def test_what_the_answer_is_about_stands_in_columns_of_its_own_on_each_row():
    rows = _read(as_csv(FRAME, {"version": "21 November", "source": "River"}))
    assert [row["version"] for row in rows] == ["21 November"] * 3
    assert list(rows[0])[-2:] == ["version", "source"]


def test_an_empty_answer_keeps_its_columns():
    empty = FRAME.head(0)
    assert as_csv(empty).strip() == ",".join(FRAME.columns)
    assert json.loads(as_json(empty)) == []
    assert as_table(empty) == "(no rows)"


def test_json_has_plain_values_and_null():
    first, second, _ = json.loads(as_json(FRAME))
    assert first == {
        "name": "Ñandú",
        "value": -15.5,
        "count": 0,
        "is_it": True,
        "day_on": "2020-10-01",
        "at": "2020-10-01",
        "ratio": 0.25,
    }
    assert second == {
        "name": "L'Aurora",
        "value": 606,
        "count": None,
        "is_it": None,
        "day_on": None,
        "at": None,
        "ratio": None,
    }
    assert "Ñandú" in as_json(FRAME)  # letters, not escapes


def test_the_plain_table_shows_gaps_as_nothing():
    lines = as_table(FRAME).splitlines()
    assert lines[0].split() == list(FRAME.columns)
    assert lines[2].split() == ["L'Aurora", "606"]


def test_a_code_with_a_zero_in_front_keeps_it():
    frame = pd.DataFrame({"place_id": ["05001"]})
    assert records(frame) == [{"place_id": "05001"}]
    assert "05001" in as_table(frame)


def test_the_answers_of_the_tiny_country_are_harmless(tiny):
    # a title that begins with "=" stands in its tables
    frame = tiny.fetch("evidence_rows", "analyst", lang="en", references=["activities:roots-house"])
    assert frame.at[0, "what"] == "=House in Árboles"
    assert _read(as_csv(frame))[0]["what"] == "'=House in Árboles"


def test_the_name_of_a_column_runs_nothing_either():
    text = as_csv(pd.DataFrame({"=HYPERLINK(1) · Activities": [1]}), {"@about": "x"})
    assert next(csv.reader(io.StringIO(text))) == ["'=HYPERLINK(1) · Activities", "'@about"]


def test_tags_stand_under_their_columns_whatever_these_are_called():
    frame = pd.DataFrame({"a,b": [1, 3], "line\nbreak": [2, 4]})
    rows = list(csv.reader(io.StringIO(hxl_csv(frame, {"of": "x"}, {"a,b": "#value"}).decode().removeprefix("\ufeff"))))
    assert rows == [
        ["a,b", "line\nbreak", "of"], ["#value", "#meta+tejido+line\nbreak", "#meta+tejido+of"], ["1", "2", "x"],
        ["3", "4", "x"],
    ]  # fmt: skip


def test_a_workbook_takes_days_before_its_own_and_numbers_without_end():
    odd = [date(1850, 5, 1), date(1900, 1, 1), date(1901, 1, 1), float("inf"), 2]
    sheets = {"Rows": pd.DataFrame({"x": pd.Series(odd, dtype=object)}), "rows": FRAME, "ROWS": FRAME}
    book = openpyxl.load_workbook(io.BytesIO(workbook("t", {}, sheets, Words("en"))))
    names = [name.lower() for name in book.sheetnames]
    assert len(set(names)) == len(names) == 4
    cells = [cell.value for (cell,) in book.worksheets[1].iter_rows(min_row=2)]
    assert cells == ["1850-05-01", "1900-01-01", datetime(1901, 1, 1), "inf", 2]
