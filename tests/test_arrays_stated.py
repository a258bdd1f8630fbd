"""What stated values give to totals, from arrays and from SQL: any values, periods, places and splits."""

import re
from datetime import date

import duckdb
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.aggregation import GROUPS, OVER
from analytics.arrays.chosen import Chosen
from analytics.arrays.held import NONE, Held
from analytics.arrays.stated import value_groups
from analytics.arrays.totals import KINDS
from analytics.selection import Selection
from analytics.statements import part, statement

TABLES = """
create table places as from (values
    ('CO', 'country', null, 'CO', 'n', 'n', 0.0, 0.0), ('05', 'department', 'CO', 'CO', 'n', 'n', 0, 0),
    ('13', 'department', 'CO', 'CO', 'n', 'n', 0, 0), ('05001', 'municipality', '05', 'CO', 'n', 'n', 0, 0),
    ('05002', 'municipality', '05', 'CO', 'n', 'n', 0, 0), ('low', 'named_region', 'CO', 'CO', 'n', 'n', 0, 0)
) as t(place_id, level, parent_id, country_code, name_en, name_es, lat, lon);
create table indicators as from (values
    ('one', 'p', 'river', 'sum', 'count', true, null), ('two', 'p', null, 'weighted_mean', 'percentage', null, null)
) as t(indicator_id, partnership_id, programme_id, aggregation, measure, is_cumulative, counted_from);
create table indicators_named as from indicators;
create table listed_activities as select 'a' as activity_id, 'river' as programme_id, 'dialogue' as kind;
create table issues as select 'river' as programme_id, 'floods' as issue_type_id, 'open' as disclosure;
create table issue_links as select 'roots' as programme_id, 'threats' as issue_type_id;
create table organisations as select 'o' as organisation_id, 'public' as sector;
create table programme_organisations as select 'river' as programme_id, 'o' as organisation_id;
create table observations (
    observation_id varchar, indicator_id varchar, kind varchar, start_on date, end_on date, period_kind varchar,
    place_id varchar, component_id varchar, sex varchar, age_group varchar, population_group varchar, breakdown varchar,
    value double, numerator double, denominator double, qualifier varchar, activity_id varchar, provenance varchar,
    disclosure varchar default 'open'
);
"""
PERIODS = [
    (date(2020, 1, 1), date(2021, 12, 31)), (date(2020, 1, 1), date(2020, 12, 31)),
    (date(2021, 1, 1), date(2021, 12, 31)), (date(2020, 1, 1), date(2020, 3, 31)),
    (date(2020, 2, 1), date(2020, 2, 29)), (date(2020, 3, 1), date(2020, 3, 31)), (date(2021, 5, 1), date(2021, 5, 31)),
    (None, None), (date(2020, 1, 1), None), (None, date(2020, 12, 31)),
]  # fmt: skip


def rarely(*words):
    return st.sampled_from([None] * 12 + [*words])


VALUES = st.lists(st.tuples(
    st.sampled_from(["one", "one", "two"]), st.sampled_from(["actual"] * 5 + list(KINDS)), st.sampled_from(PERIODS),
    rarely("life"), st.sampled_from(["CO", "05", "05001", "05001", "05002", "13", "low", None]), rarely("c"),
    st.sampled_from([None, "women", "men"]), rarely("young", "old"), rarely("g"), rarely("b"),
    st.sampled_from([None, 0.0, 1.0, 5.0]), st.sampled_from([None, 2.0]), st.sampled_from([None, 0.0, 8.0]),
    rarely("about", "over"), rarely("a"), st.sampled_from(["published", "imported"]),
), max_size=25)  # fmt: skip
SELECTED = st.one_of(st.just({}), st.fixed_dictionaries({}, optional={
    "place": st.sampled_from([("05",), ("CO",), ("05001", "13")]), "period": st.just(("2020-01", "2020-12")),
    "issue": st.sampled_from([("floods",), ("threats",)]), "component": st.just(("c",)),
    "kind": st.just(("dialogue",)), "sector": st.sampled_from([("public",), ("private",)]),
    "provenance": st.just(("published",)), "partnership": st.sampled_from([("p",), ("nowhere",)]),
}))  # fmt: skip
ASKED = st.tuples(st.sampled_from(OVER), st.sampled_from(GROUPS), st.sampled_from(["none", *GROUPS]))


def told(values):
    """A row with what is missing as None and numbers alike."""
    return tuple(
        None if one is None or one != one else round(float(one), 6) if isinstance(one, (int, float)) else one
        for one in values
    )


def days(numbers):
    return [None if one == NONE else date.fromordinal(one + 719163) for one in numbers.tolist()]


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as made:
        made.execute(TABLES)
        made.execute(f"create table place_lines as {statement(part('place_lines'), ())}")
        yield made


def _stated(period, sex):
    return (
        "one",
        "actual",
        period,
        None,
        "05001",
        None,
        sex,
        None,
        None,
        None,
        5.0,
        None,
        None,
        None,
        None,
        "published",
    )


# a year that is told in two parts covers a month as a whole, and one that is told in one part does not
@example(
    values=[_stated(PERIODS[1], "women"), _stated(PERIODS[1], "men"), _stated(PERIODS[4], None)],
    selected={}, asked=[("none", "none", "none")],
)  # fmt: skip
@example(
    values=[_stated(PERIODS[1], "women"), _stated(PERIODS[4], None)], selected={}, asked=[("none", "none", "none")],
)  # fmt: skip
@settings(max_examples=60, deadline=None)
@given(values=VALUES, selected=SELECTED, asked=st.lists(ASKED, min_size=1, max_size=4))
def test_stated_values_give_what_the_sql_says(connection, values, selected, asked):
    connection.execute("delete from observations")
    for number, (code, kind, period, *others) in enumerate(values):
        row = [f"o{number}", code, kind, *period, *others, "open"]
        connection.execute(f"insert into observations values ({', '.join('?' * len(row))})", row)
    held_values = statement(part("stated_values"), ("listed_activities",))
    connection.execute(f"create or replace table stated_values as {held_values}")
    held = Held(connection, {})
    chosen = Chosen(held, Selection.of(selected).parameters() | {"lang": "en"})
    whole = "select * exclude (ask_no, aggregation, measure, is_cumulative) from value_groups"
    sql = statement(f"-- uses: value_groups\n{whole}", ("place_lines", "stated_values"), is_cube=True)
    names = set(re.findall(r"\$(\w+)", re.sub("--.*", "", sql)))
    for way in asked:
        given_by = chosen.params | dict(zip(("over", "by", "also"), way, strict=True))
        expected = connection.execute(sql, {name: given_by[name] for name in names}).fetchall()
        found = vars(value_groups(chosen, *way)).copy()
        found["indicator"] = held["indicators_named"]["indicator_id"][found["indicator"]]
        found["kind"] = np.array(KINDS, dtype=object)[found["kind"]]
        found |= {name: np.array(days(found[name]), dtype=object) for name in ("first_on", "last_on")}
        rows = zip(*(own.tolist() for own in found.values()), strict=True)
        assert sorted(map(told, rows), key=repr) == sorted(map(told, expected), key=repr)
