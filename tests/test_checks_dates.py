"""Dates: the days that a cell covers; day and month are never guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.dates import dates, period, years


def read(*cells, **options):
    return dates(pd.Series(cells, index=range(2, 2 + len(cells)), dtype=object), **options)


def rules(typed):
    return [(finding.rule, finding.row) for finding in typed.findings]


def spans(dated):
    return [
        None if pd.isna(start) else (str(start.date()), str(end.date()), precision)
        for start, end, precision in zip(dated.start, dated.end, dated.precision, strict=True)
    ]


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("2024-04-03", "2024-04-03", "2024-04-03", "day"),
        ("2021-07-06T10:00:00.000+03:00", "2021-07-06", "2021-07-06", "day"),
        ("2024-04-03Z", "2024-04-03", "2024-04-03", "day"),
        ("3.4.2024 10:30 p. m.", "2024-04-03", "2024-04-03", "day"),
        ("3 de abril de 2024", "2024-04-03", "2024-04-03", "day"),
        ("lunes 3 de abril del 2024", "2024-04-03", "2024-04-03", "day"),
        ("12-mar-2021", "2021-03-12", "2021-03-12", "day"),
        ("April 3rd, 2024", "2024-04-03", "2024-04-03", "day"),
        ("1er avril 2024", "2024-04-01", "2024-04-01", "day"),
        ("15 août 2023", "2023-08-15", "2023-08-15", "day"),
        ("1º de março de 2024", "2024-03-01", "2024-03-01", "day"),
        ("del 3 al 5 de mayo de 2024", "2024-05-03", "2024-05-05", "day"),
        ("marzo 2024", "2024-03-01", "2024-03-31", "month"),
        ("Setiembre 2020", "2020-09-01", "2020-09-30", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("04/2024", "2024-04-01", "2024-04-30", "month"),
        ("abril-junio 2023", "2023-04-01", "2023-06-30", "month"),
        ("Nov 2023 - Feb 2024", "2023-11-01", "2024-02-29", "month"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "month"),
        ("T4 2024", "2024-10-01", "2024-12-31", "month"),
        ("primer trimestre de 2024", "2024-01-01", "2024-03-31", "month"),
        ("II semestre 2024", "2024-07-01", "2024-12-31", "month"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2019–2023", "2019-01-01", "2023-12-31", "year"),
    ],
)
def test_a_date_covers_the_days_that_it_names(cell, start, end, precision):
    dated = read(cell, order="dmy")
    assert spans(dated) == [(start, end, precision)]
    assert dated.findings == []


@pytest.mark.parametrize(
    ("cell", "start", "after"),
    [
        ("45385", "2024-04-03", "2024-04-03"),
        ("45385.0", "2024-04-03", "2024-04-03"),
        ("2,006", "2006-01-01", "2006"),
        ("2006.0", "2006-01-01", "2006"),
        ("20240403", "2024-04-03", "2024-04-03"),
        ("mar-24", "2024-03-01", "2024-03"),
        ("03-abr-21", "2021-04-03", "2021-04-03"),
    ],
)
def test_what_spreadsheets_made_of_dates_is_read_and_listed(cell, start, after):
    dated = read(cell)
    assert str(dated.start[2].date()) == start
    assert [(f.rule, f.values) for f in dated.findings] == [("date_corrected", (("after", after),))]


@pytest.mark.parametrize(
    "cell", ["25/13/2024", "31/02/2024", "2024-02-30", "2024-13", "desconocido", "0000-00-00", "Q5 2024"]
)
def test_a_day_that_does_not_exist_is_a_row_error(cell):
    dated = read(cell)
    assert rules(dated) == [("date_wrong", 2)]
    assert spans(dated) == [None]


def test_day_and_month_with_no_order_are_asked_about_once_and_never_guessed():
    dated = read("03/04/2024", "05/06/2023", "2024-01-02")
    assert [(f.rule, f.row, f.count) for f in dated.findings] == [("date_ambiguous", 2, 2)]
    assert spans(dated) == [None, None, ("2024-01-02", "2024-01-02", "day")]


def test_one_value_above_twelve_settles_the_order_of_the_column():
    assert spans(read("03/04/2024", "25/06/2023"))[0] == ("2024-04-03", "2024-04-03", "day")
    assert spans(read("03/04/2024", "06/25/2023"))[0] == ("2024-03-04", "2024-03-04", "day")


def test_two_orders_in_one_column_settle_nothing():
    dated = read("03/04/2024", "25/06/2023", "04/13/2020")
    assert rules(dated) == [("date_ambiguous", 2)]
    assert spans(dated) == [None, None, None]


def test_a_date_that_does_not_exist_settles_nothing():
    assert ("date_ambiguous", 2) in rules(read("03/04/2024", "25/13/2024"))


def test_the_same_number_twice_needs_no_order():
    assert spans(read("04/04/2024")) == [("2024-04-04", "2024-04-04", "day")]


def test_a_declared_order_holds():
    assert spans(read("03/04/2024", order="mdy")) == [("2024-03-04", "2024-03-04", "day")]
    assert spans(read("24/04/03", order="ymd")) == [("2024-04-03", "2024-04-03", "day")]
    assert rules(read("25/04/2024", order="mdy")) == [("date_wrong", 2)]
    with pytest.raises(ValueError, match="not an order"):
        read("2024", order="european")


def test_years_outside_the_range_are_row_errors():
    dated = read("1900", "2099", "2024", first=1950, last=2030)
    assert rules(dated) == [("date_out_of_range", 2), ("date_out_of_range", 3)]
    assert dated.findings[0].values == (("first", "1950"), ("last", "2030"))


def test_a_month_without_a_year_waits_for_the_year_of_the_mapping():
    assert rules(read("June")) == [("date_without_year", 2)]
    assert spans(read("June")) == [None]
    assert spans(read("June", year=2014)) == [("2014-06-01", "2014-06-30", "month")]


def test_years_are_read_from_years_and_from_dates_within_one():
    typed = years(pd.Series(["2,006", "2006.0", "03/04/2024", "2019-2020", "x"], index=range(2, 7), dtype=object))
    assert typed.values.tolist()[:3] == [2006, 2006, 2024]
    assert [(f.rule, f.row) for f in typed.findings] == [
        ("date_corrected", 2), ("date_corrected", 3), ("date_wrong", 5), ("date_wrong", 6),
    ]  # fmt: skip


def test_an_end_is_late_only_when_its_last_day_is_before_the_first_of_the_start():
    late = period(read("2024", "2024-05", "2024-05", "2024-01-15"), read("2024-01", "2024-04-30", None, "2024-01"))
    assert [(f.rule, f.row, f.value) for f in late] == [("end_before_start", 3, "2024-05-01 – 2024-04-30")]


def test_a_long_text_in_a_date_column_costs_nothing():
    assert rules(read("t" * 10_000)) == [("date_wrong", 2)]
