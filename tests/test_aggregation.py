"""Totals keep to the rule of their indicator, over time, place and group; nothing is counted twice."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.aggregation import GROUPS, NOT_STATED, indicator_rows, indicator_totals
from analytics.errors import QuestionError
from analytics.sample.portfolio import portfolio
from analytics.selection import Reader, Selection
from analytics.tables import read_table
from analytics.warehouse import Warehouse
from tests.conftest import REAL
from tests.indicators import Oracle, indicator, published_with, value

YEAR = ("2021-01-01", "2021-12-31")
MONTH = ("2021-03-01", "2021-03-31")
ALL = Selection()


@pytest.fixture(scope="module")
def house(checked, sealed_country, tmp_path_factory):
    """The tiny country with one indicator for each rule and each trap."""
    frames = {name: frame.copy() for name, frame in checked.items()}
    indicators = [
        indicator("summed", "sum"),
        indicator("asked", "weighted_mean", measure="percentage", unit="percent"),
        indicator("unweighted", "weighted_mean", measure="score", unit="points"),
        indicator("stock", "last"),
        indicator("scored", "last", measure="score", unit="points"),
        indicator("so-far", "sum", is_cumulative=True),
        indicator("heads", "distinct"),
        indicator("levels", "none", measure="ordinal", unit="level"),
        indicator("zero", "sum"),
        *(
            indicator(key, "sum")
            for key in ("by-month", "by-group", "by-town", "elsewhere", "apart", "everywhere", "lone")
        ),
    ]
    values = [
        # the same year as a whole, by sex, and by quarter: it is 10 once
        value("summed", 10, *YEAR, place_id="05"), value("summed", 6, *YEAR, place_id="05", sex="women"),
        value("summed", 4, *YEAR, place_id="05", sex="men"),
        value("summed", 3, "2021-01-01", "2021-03-31", place_id="05"),
        # a municipality inside the department that is already counted, and one of another department that is not
        value("summed", 7, *YEAR, place_id="05001"), value("summed", 5, *YEAR, place_id="13001"),
        value("summed", 2, "2020-01-01", "2020-12-31", place_id="05"),
        # targets: the whole time before its years
        value("summed", 40, "2020-01-01", "2021-12-31", kind="target"), value("summed", 15, *YEAR, kind="target"),
        value("summed", 25, "2020-01-01", "2020-12-31", kind="target"),
        # 1 of 2 and 9 of 10 are 10 of 12
        value("asked", 50, *YEAR, numerator=1, denominator=2, place_id="05001"),
        value("asked", 90, *YEAR, numerator=9, denominator=10, place_id="13001"),
        value("unweighted", 40, *YEAR, place_id="05001"), value("unweighted", 60, *YEAR, place_id="13001"),
        # a stock of two places; the second did not report at the end
        value("stock", 3, "2021-01-01", "2021-03-31", place_id="05001"),
        value("stock", 5, "2021-10-01", "2021-12-31", place_id="05001"),
        value("stock", 2, "2021-01-01", "2021-03-31", place_id="13001"),
        value("scored", 3, "2021-01-01", "2021-03-31", place_id="05001"),
        value("scored", 4, "2021-10-01", "2021-12-31", place_id="05001"),
        value("scored", 2, "2021-10-01", "2021-12-31", place_id="13001"),
        # each report includes the earlier ones
        value("so-far", 4, "2021-01-01", "2021-03-31", place_id="05001"),
        value("so-far", 9, "2021-04-01", "2021-06-30", place_id="05001"),
        value("heads", 100, *YEAR, place_id="05001"), value("heads", 80, *YEAR, place_id="13001"),
        value("levels", 2, *YEAR, place_id="05001"), value("levels", 4, *YEAR, place_id="13001"),
        value("zero", 0, *YEAR, place_id="05001"),
        # a year as a whole, and some of its months by sex
        value("by-month", 100, *YEAR, place_id="05001"),
        *(value("by-month", 20, *MONTH, place_id="05001", sex=sex) for sex in ("women", "men")),
        # a year by sex, and one of its months as a whole
        value("by-group", 60, *YEAR, place_id="05001", sex="women"),
        value("by-group", 50, *YEAR, place_id="05001", sex="men"), value("by-group", 9, *MONTH, place_id="05001"),
        # the year of a department or of everywhere, and a month of a town in it or elsewhere
        value("by-town", 100, *YEAR, place_id="05"), value("by-town", 8, *MONTH, place_id="05001", sex="men"),
        value("elsewhere", 100, *YEAR, place_id="05"), value("elsewhere", 8, *MONTH, place_id="13001"),
        value("everywhere", 100, *YEAR), value("everywhere", 8, *MONTH, place_id="13001", sex="women"),
        # the women of a year and the men of a month
        value("apart", 30, *YEAR, place_id="05001", sex="women"),
        value("apart", 4, *MONTH, place_id="05001", sex="men"),
        # the women of a year alone, and a month as a whole
        value("lone", 30, *YEAR, place_id="05001", sex="women"), value("lone", 50, *MONTH, place_id="05001"),
    ]  # fmt: skip
    store = tmp_path_factory.mktemp("rules")
    with Warehouse(published_with(frames, sealed_country, store, indicators, values)) as warehouse:
        yield warehouse


def _total(house, key, kind="actual", selection=ALL, **asked):
    rows = indicator_totals(house, selection, Reader(), indicators=(key,), **asked)
    return rows[rows["value_kind"] == kind]


def _value(*args, **asked):
    found = _total(*args, **asked)
    assert len(found) == 1
    row = found.iloc[0]
    return None if pd.isna(row["value"]) else round(row["value"], 4), row["reason"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("summed", (17, None)),  # 10 + 2 of the department over two years, 5 of the other; nothing twice
        ("asked", (83.3333, None)),
        ("unweighted", (None, "no_weights")),
        ("stock", (7, None)),  # 5 now and the last 2 of the place that fell silent
        ("scored", (None, "not_added")),  # points of two places have no sum
        ("so-far", (9, None)),
        ("heads", (None, "not_added")),  # somebody may be in both
        ("levels", (None, "not_totalled")),
        ("zero", (0, None)),
        ("by-month", (100, None)),
        ("by-group", (110, None)),
        ("by-town", (100, None)),
        ("elsewhere", (108, None)),
        ("everywhere", (100, None)),
        ("apart", (34, None)),
        ("lone", (80, None)),
    ],
)
def test_each_rule_over_time_and_place(house, key, expected):
    assert _value(house, key) == expected


@pytest.mark.parametrize(("key", "expected"), [("unweighted", 40), ("scored", 4), ("heads", 100), ("levels", 2)])
def test_one_place_has_its_value_where_several_have_no_total(house, key, expected):
    assert _value(house, key, selection=Selection(place=("05001",))) == (expected, None)


def test_a_split_is_taken_where_it_is_asked_for(house):
    rows = _total(house, "summed", by="sex", selection=Selection(place=("05",), period=("2021-01", "2021-12")))
    assert dict(zip(rows["key"], rows["value"], strict=True)) == {"women": 6, "men": 4}


def test_a_place_is_taken_at_the_level_that_is_asked_for(house):
    by_department = _total(house, "summed", by="department", selection=Selection(period=("2021-01", "2021-12")))
    assert dict(zip(by_department["key"], by_department["value"], strict=True)) == {"05": 10, "13": 5}
    by_town = _total(house, "summed", by="municipality", selection=Selection(period=("2021-01", "2021-12")))
    assert dict(zip(by_town["key"], by_town["value"], strict=True)) == {"05001": 7, "13001": 5}


def test_time_is_taken_in_the_longest_period_that_fits(house):
    rows = _total(house, "summed", over="year", selection=Selection(place=("05",)))
    assert dict(zip(rows["bucket"], rows["value"], strict=True)) == {"2020": 2, "2021": 10}
    rows = _total(house, "summed", over="quarter", selection=Selection(place=("05",)))
    assert dict(zip(rows["bucket"], rows["value"], strict=True)) == {"2021-Q1": 3}
    targets = _total(house, "summed", "target", over="year")
    assert dict(zip(targets["bucket"], targets["value"], strict=True)) == {"2020": 25, "2021": 15}


def test_a_month_inside_a_year_is_there_where_months_or_towns_are_asked_for(house):
    by_month = _total(house, "by-month", over="month")
    assert dict(zip(by_month["bucket"], by_month["value"], strict=True)) == {"2021-03": 40}
    by_town = _total(house, "by-town", by="municipality")
    told = {_plain(key): value for key, value in zip(by_town["key"], by_town["value"], strict=True)}
    assert told == {"05001": 8, None: 100}  # of the year it is not said in which town


def test_tens_of_thousands_of_values_of_one_indicator_are_told_apart(checked, sealed_country, tmp_path):
    frames = {name: frame.copy() for name, frame in checked.items()}
    months = pd.period_range("2010-01", "2021-12", freq="M")
    values = [
        value("many", 1, f"{month:%Y-%m}-01", f"{month.end_time:%Y-%m-%d}", place_id=place, breakdown=f"{group}")
        for month in months for place in ("05001", "13001") for group in range(70)
    ] + [
        value("many", 1000, f"{year}-01-01", f"{year}-12-31", place_id=place)
        for year in range(2010, 2022) for place in ("05001", "13")
    ]  # fmt: skip
    snapshot = published_with(frames, sealed_country, tmp_path, [indicator("many", "sum")], values)
    with Warehouse(snapshot) as warehouse:
        assert _value(warehouse, "many") == (24_000, None)
        assert len(_total(warehouse, "many", over="month")) == len(months)


def test_the_target_of_the_whole_time_stands_before_those_of_its_years(house):
    assert _value(house, "summed", "target") == (40, None)
    assert _value(house, "summed", "target", selection=Selection(period=("2021-01", "2021-12"))) == (15, None)
    assert len(_total(house, "summed", "target", by="department")) == 0  # none is stated for a department


def test_rows_without_a_group_say_so(house):
    rows = _total(house, "dialogues", "published_total", by="department")
    assert rows["key"].isna().all()
    cell = indicator_rows(
        house,
        Selection(),
        Reader(),
        indicators=("dialogues",),
        value_kind="published_total",
        by="department",
        key=NOT_STATED,
    )
    assert len(cell) == 1


def test_what_is_not_known_is_refused(house):
    with pytest.raises(QuestionError, match="by: 'soil' is none of"):
        indicator_totals(house, Selection(), Reader(), by="soil")
    with pytest.raises(QuestionError, match="value_kind"):
        indicator_rows(house, Selection(), Reader(), indicators=("summed",), value_kind="guess")


# the illustrative portfolio against the oracle


@pytest.fixture(scope="module")
def oracle():
    return Oracle(portfolio(1, read_table("places", REAL)))


def _towns(oracle):
    return sorted({row["place_id"] for row in oracle.rows["programa-ejemplo-initiatives"]})


def _inside(row, places):
    return not places or (row["place_id"] or "") in places or (row["place_id"] or "")[:2] in places


def _within(row, period):
    if period is None:
        return True
    first, last = pd.Timestamp(f"{period[0]}-01"), pd.Timestamp(f"{period[1]}-01") + pd.offsets.MonthEnd(1)
    return pd.notna(row["start"]) and row["start"] >= first and row["end"] <= last


KEYS = {
    "none": lambda row: "",
    "department": lambda row: (row["place_id"] or "")[:2] or None,
    "municipality": lambda row: row["place_id"] if len(row["place_id"] or "") == 5 else None,
    "component": lambda row: row["component_id"],
    "sex": lambda row: row.get("sex"),
    "age_group": lambda row: row.get("age_group"),
}
BUCKETS = {
    "none": lambda row: "",
    "year": lambda row: str(row["end"].year) if pd.notna(row["end"]) else None,
    "month": lambda row: f"{row['end']:%Y-%m}" if pd.notna(row["end"]) else None,
}


def _fits(row, over):
    same = {
        "none": lambda a, b: True,
        "year": lambda a, b: a.year == b.year,
        "month": lambda a, b: (a.year, a.month) == (b.year, b.month),
    }
    return pd.isna(row["start"]) or same[over](row["start"], row["end"])


def _plain(cell):
    return None if cell is None or pd.isna(cell) else cell


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_total_is_what_plain_python_makes_of_the_rows(oracle, illustrative, data):
    town = st.sampled_from(_towns(oracle))
    places = data.draw(st.lists(st.one_of(town, town.map(lambda code: code[:2])), max_size=2, unique=True))
    months = st.tuples(st.integers(2016, 2021), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02}")
    period = data.draw(st.none() | st.tuples(months, months).map(lambda pair: tuple(sorted(pair))))
    by, over = data.draw(st.sampled_from(sorted(KEYS))), data.draw(st.sampled_from(sorted(BUCKETS)))
    selection = Selection(place=tuple(places), period=period)
    found = indicator_totals(illustrative, selection, Reader(), over=over, by=by)
    found = found[found["value_kind"] == "actual"]
    expected = {}
    for key, rows in oracle.rows.items():
        cells: dict[tuple, list] = {}
        for row in rows:
            if _inside(row, places) and _within(row, period) and _fits(row, over):
                cells.setdefault((BUCKETS[over](row), _plain(KEYS[by](row))), []).append(row)
        expected |= {(key, *cell): oracle.total(key, own) for cell, own in cells.items()}
    got = {
        (row.indicator_id, row.bucket, _plain(row.key)): (row.rows_counted, _plain(row.value))
        for row in found.itertuples(index=False)
    }
    assert got.keys() == expected.keys()
    for cell, (rows, total) in expected.items():
        assert got[cell] == (rows, None if total is None else pytest.approx(total)), cell


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_total_opens_its_rows_and_they_come_to_it(illustrative, data):
    by, over = data.draw(st.sampled_from(GROUPS)), data.draw(st.sampled_from(("none", "year", "quarter")))
    found = indicator_totals(illustrative, Selection(), Reader(), over=over, by=by)
    cell = found.iloc[data.draw(st.integers(0, len(found) - 1))]
    said = {name: NOT_STATED if _plain(cell[name]) is None else cell[name] for name in ("bucket", "key")}
    rows = indicator_rows(
        illustrative, Selection(), Reader(), indicators=(cell["indicator_id"],), value_kind=cell["value_kind"],
        over=over,
        by=by, **said,
    )  # fmt: skip
    assert len(rows) == cell["rows_counted"]
    counted = rows[rows["counts"]]
    if _plain(cell["value"]) is None:
        assert cell["reason"] in ("not_added", "not_totalled", "no_weights", "targets_differ")
    elif counted["thing"].notna().any():
        assert counted["thing"].nunique() == cell["value"]
    elif pd.notna(cell["denominator"]):
        times = 100 if cell["measure"] == "percentage" else 1
        assert times * counted["numerator"].sum() / counted["denominator"].sum() == pytest.approx(cell["value"])
    elif cell["value_kind"] == "target" and cell["rows_counted"] > 1 and counted["value"].nunique() == 1:
        assert cell["value"] in (counted["value"].iloc[0], counted["value"].sum())
    else:
        assert counted["value"].sum() == pytest.approx(cell["value"])


def test_distinct_people_of_years_are_more_than_those_of_the_whole_time(illustrative):
    key = "programa-ejemplo-young-people"
    years = _total(illustrative, key, over="year")
    assert years["value"].sum() > 14_903
    assert _value(illustrative, key) == (14_903, None)
