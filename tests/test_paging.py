"""A page of activities is read between the days in which its rows begin, and the rows before are not counted off."""

from datetime import date

import pandas as pd
import pytest

from analytics import aggregation
from analytics.paging import WHOLE, days_of, days_until, page_within
from analytics.selection import Reader, Selection

JANUARY = 2019 * 12
# 3 rows in January, none in February, 4 in March and 2 without a date
MONTHS = pd.DataFrame({"month": [JANUARY, JANUARY + 2, None], "listed": [3, 4, 2]})
NAMED = pd.DataFrame({"month": ["2018-12", "2019-01", "2019-03"], "listed": [5, 3, 4]})


@pytest.mark.parametrize(
    ("skip", "most", "first", "last", "left"),
    [
        (0, 3, date(2019, 1, 1), date(2019, 1, 31), 0),  # all of January
        (0, 4, date(2019, 1, 1), date(2019, 3, 31), 0),  # one of March too
        (2, 1, date(2019, 1, 1), date(2019, 1, 31), 2),
        (3, 4, date(2019, 3, 1), date(2019, 3, 31), 0),  # January is passed over whole
        (5, 2, date(2019, 3, 1), date(2019, 3, 31), 2),
    ],
)
def test_a_page_lies_between_the_months_of_its_first_and_last_row(skip, most, first, last, left):
    asked = page_within(MONTHS, skip, most)
    assert asked == {"first_on": first, "last_on": last, "skip": left, "most": most}


@pytest.mark.parametrize(("skip", "most", "taken"), [(0, 8, 8), (7, 1, 1), (0, 20, 9), (8, 5, 1)])
def test_a_page_that_reaches_what_has_no_date_is_read_as_a_whole(skip, most, taken):
    assert page_within(MONTHS, skip, most) == WHOLE | {"skip": skip, "most": taken}


@pytest.mark.parametrize(("skip", "most"), [(9, 1), (20, 5), (0, 0)])
def test_of_a_page_behind_all_rows_nothing_is_read(skip, most):
    assert page_within(MONTHS, skip, most) == WHOLE | {"skip": skip, "most": 0}
    assert page_within(MONTHS.head(0), 0, 25) == WHOLE | {"skip": 0, "most": 0}


def test_where_all_rows_have_dates_a_page_that_is_not_full_ends_with_the_last_month():
    asked = page_within(MONTHS.head(2), 5, 25)
    assert asked == {"first_on": date(2019, 3, 1), "last_on": date(2019, 3, 31), "skip": 2, "most": 2}


@pytest.mark.parametrize(
    ("bucket", "days"),
    [
        ("2019", (date(2019, 1, 1), date(2019, 12, 31))),
        ("2020-Q1", (date(2020, 1, 1), date(2020, 3, 31))),
        ("2019-12", (date(2019, 12, 1), date(2019, 12, 31))),
        ("2020-02", (date(2020, 2, 1), date(2020, 2, 29))),
        ("9999", (date(9999, 1, 1), date(9999, 12, 31))),
        ("9999-12", (date(9999, 12, 1), date(9999, 12, 31))),
        *((strange, (None, None)) for strange in ("0000", "0000-Q1", "2019-13", "2019-00", "٢٠١٩")),
        ("", (None, None)),
        ("not stated", (None, None)),
    ],
)
def test_a_time_is_the_days_that_it_has(bucket, days):
    assert days_of(bucket) == days


def test_as_many_days_are_read_as_have_the_rows_that_are_wanted():
    assert days_until(NAMED, (None, None), 5)[-1] == (None, date(2018, 12, 31))
    assert days_until(NAMED, (None, None), 6)[-1] == (None, date(2019, 1, 31))
    assert days_until(NAMED, (None, None), 13) == [(None, None)]
    assert days_until(NAMED, days_of("2019"), 3)[-1] == (date(2019, 1, 1), date(2019, 1, 31))
    assert days_until(NAMED, days_of("2019"), 8) == [days_of("2019")]
    assert days_until(NAMED.head(0), days_of("2019"), 1) == [days_of("2019")]


def test_a_month_of_many_rows_is_first_read_on_its_first_days():
    many = pd.DataFrame({"month": ["2018-12", "2019-01"], "listed": [5, 3100]})
    assert days_until(many, (None, None), 105) == [(None, date(2019, 1, 4)), (None, date(2019, 1, 31))]
    assert days_until(many, (None, None), 105, is_all=True)[0] == (date(2018, 12, 1), date(2019, 1, 4))
    assert days_until(many, days_of("2019-01"), 100)[0] == (date(2019, 1, 1), date(2019, 1, 4))


def test_rows_behind_a_number_are_read_on_when_its_first_days_have_too_few(monkeypatch):
    asked = []

    def answered(engine, name, selection, reader, **own):
        if name == "months_of_indicators":
            return pd.DataFrame({"month": ["2019-01"], "listed": [3100]})
        asked.append((own["first_on"], own["last_on"]))
        return pd.DataFrame({"indicator_id": ["a"] * (99 if len(asked) == 1 else 100)})

    monkeypatch.setattr(aggregation, "answer", answered)
    rows = aggregation.indicator_rows(None, Selection(), Reader(), indicators=("a",), most=100)
    assert len(rows) == 100
    assert asked == [(date(2019, 1, 1), date(2019, 1, 4)), (date(2019, 1, 1), date(2019, 1, 31))]
