"""Totals of indicators from the cube are those from the rows: every rule, time, group and source, any selection."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import cube, warehouse
from analytics import kept as kept_parts
from analytics.aggregation import GROUPS, OVER, indicator_rows, indicator_totals
from analytics.asking import find_question
from analytics.errors import QuestionError
from analytics.importing.rows import canonical
from analytics.kept import VARIANTS_KEPT
from analytics.sample.publishing import publish_sample
from analytics.sample.words import COMPONENTS, KEY
from analytics.selection import Reader, Selection
from analytics.statements import SQL, reads
from analytics.steps import TOGETHER, WAYS
from analytics.warehouse import Warehouse
from tests.asking import ask
from tests.indicators import ORIGIN, indicator, published_with, value
from tests.test_cube import TINY, agree, selections

ALL = Selection()
NAMES = ["indicator_sheets", "indicator_sides", "indicator_results", "indicator_periods", "indicator_totals"]
OF_PAGE = [dict(zip(WAYS, way, strict=True)) for way in TOGETHER]
ASKED = st.one_of(st.sampled_from(OF_PAGE), st.fixed_dictionaries({
    "over": st.sampled_from(OVER), "by": st.sampled_from(GROUPS),
    "also": st.one_of(st.just("none"), st.sampled_from(GROUPS)),
}))  # fmt: skip
PORTFOLIO = selections(
    ["CO", "05", "05001", "13", "73001", "91"], partnership=[KEY], component=[f"{KEY}-{name}" for name in COMPONENTS],
    kind=["alliance", "initiative", "awareness_action"], sector=["public", "civil_society", "private"],
    provenance=["illustrative"],
)  # fmt: skip


def _compared(both, selection, asked):
    variants = [(name, asked) for name in ("indicator_totals", "indicator_results", "indicator_periods")]
    variants += [("indicator_rows", asked | page) for page in ({"most": 20}, {"skip": 15, "most": 4000})]
    variants.append(("indicator_rows", asked | {"value_kind": "target"}))
    agree(*both, selection, Reader(), ["indicator_sheets", "indicator_sides"], variants)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory):
    """The illustrative portfolio with a cube: people, money, places and values of every kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        snapshot = publish_sample(1, tmp_path_factory.mktemp("portfolio"))
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        yield fast, slow


@pytest.fixture(scope="module")
def by_sql(portfolio):
    """The same, answered from the cube by SQL alone."""
    with Warehouse(portfolio[0].snapshot, is_arrays=False) as house:
        yield house


def _told(activity_id, kind, start=None, end=None, **columns):
    return ORIGIN | {
        "activity_id": activity_id, "partnership_id": "river", "programme_id": "river", "kind": kind, "title": "Told",
        "description": "Told.", "disclosure": "open", "start_on": start, "end_on": end,
        "start_precision": "day" if start else None, "end_precision": "day" if end else None,
    } | columns  # fmt: skip


@pytest.fixture(scope="module")
def trapped(checked, sealed_country, tmp_path_factory):
    """The tiny country with activities that count at several places, or at none, and values that hold others."""
    frames = {name: frame.copy() for name, frame in checked.items()}
    done = [
        _told("shared", "training", "2021-01-15", "2021-02-01"),  # two towns of one department, by shares
        _told("unshared", "training", "2021-01-20"),  # two places and no shares
        _told("half-shared", "training", "2020-06-01"),  # a share of one place only
        _told("nowhere", "training", "2020-12-31"), _told("undated", "training"),
        _told("backwards", "training", "2021-05-01", reported_to_on="2020-03-31", reported_to_precision="day"),
        _told("wide", "healing_space", "2021-03-03", component_id="river-1"),
    ]  # fmt: skip
    places = [
        ("shared", "05001", 0.3), ("shared", "05002", 0.7), ("unshared", "05001", None), ("unshared", "13001", None),
        ("half-shared", "05001", 1.0), ("half-shared", "13001", None), ("undated", "13001", None), ("wide", "05", 1.0),
        ("backwards", "05002", 1.0),
    ]  # fmt: skip
    here = [
        ORIGIN | {"activity_id": key, "place_id": place, "exactness": "municipality", "share": share}
        for key, place, share in places
    ]
    given = [
        ORIGIN | {
            "contribution_id": f"given-{key}", "programme_id": "river", "activity_id": key, "flow": "leveraged",
            "amount": amount, "currency": "USD", "name": "Given", "qualifier": qualifier, "start_on": start,
            "end_on": end, "start_precision": "day", "end_precision": "day", "organisation_id": "ministry",
        }
        for key, amount, qualifier, start, end in (
            ("shared", 10, "over", "2021-01-01", "2021-01-31"), ("half-shared", 5, "exact", "2020-01-01", "2020-12-31"),
            ("nowhere", 7, None, None, None), (None, 3, "about", "2021-01-01", "2021-03-31"),
        )
    ]  # fmt: skip
    counted = {"counted_kind": "training", "programme_id": None}
    own = [
        indicator("done", "sum", counted_from="activities", **counted),
        indicator("each-once", "distinct", counted_from="activities", **counted),
        indicator("stock", "last", counted_from="activities", **counted),
        indicator("towns", "distinct", counted_from="places", **counted),
        indicator("spaces", "sum", counted_from="activities", counted_kind="healing_space"),
        indicator("paid", "sum", counted_from="contributions", counted_kind="leveraged", measure="amount"),
        indicator("told", "sum"),
    ]
    year = ("2021-01-01", "2021-12-31")
    values = [
        value("done", 9, *year, kind="target"), value("done", 4, "2021-01-01", "2021-06-30", kind="target"),
        value("done", 2, *year, kind="target", place_id="05"), value("done", 50, *year),  # not a value of a counted one
        value("told", 3, *year, activity_id="shared"), value("told", 2, *year, place_id="05001"),
        value("told", 1, *year, place_id="05001", sex="women"),
        value("told", 8, "2020-01-01", "2021-12-31", place_id="13"),
    ]  # fmt: skip
    for name, rows in (("activities", done), ("activity_places", here), ("contributions", given)):
        told = [{key: v for key, v in row.items() if key not in ("title", "description", "name")} | {
            f"{key}_{lang}": row[key] for key in ("title", "description", "name") if key in row for lang in ("en", "es")
        } for row in rows]  # fmt: skip
        frames[name] = pd.concat([frames[name], canonical(name, pd.DataFrame(told))], ignore_index=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        snapshot = published_with(frames, sealed_country, tmp_path_factory.mktemp("trapped"), own, values)
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        yield fast, slow


@settings(max_examples=15, deadline=None)
@given(selection=PORTFOLIO, asked=ASKED)
def test_totals_of_the_portfolio_are_those_of_its_rows(portfolio, selection, asked):
    _compared(portfolio, selection, asked)


@settings(max_examples=40, deadline=None)
@given(selection=TINY, asked=ASKED)
def test_totals_where_activities_count_at_several_places_are_those_of_the_rows(trapped, selection, asked):
    _compared(trapped, selection, asked)


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(selection=PORTFOLIO, asked=ASKED)
def test_200_totals_of_the_portfolio_are_those_of_its_rows(portfolio, selection, asked):
    _compared(portfolio, selection, asked)


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(selection=TINY, asked=ASKED)
def test_200_totals_where_activities_count_at_several_places_are_those_of_the_rows(trapped, selection, asked):
    _compared(trapped, selection, asked)


@pytest.mark.parametrize(
    ("key", "selection", "by", "expected"),
    [
        ("done", ALL, "none", {"": 6.0}),  # six trainings, and of the half shared one only its share
        ("done", Selection(place=("05001",)), "none", {"": 1.3}),
        ("each-once", ALL, "none", {"": 6}),
        ("each-once", Selection(place=("05",)), "department", {"05": 3}),  # shared at two of its towns is one there
        ("towns", ALL, "none", {"": 3}),
        ("towns", Selection(period=("2021-01", "2021-01")), "municipality", {"05001": 1, "05002": 1}),
        # by its report it ended before it began, so that a period must hold both
        ("done", Selection(period=("2021-05", "2021-05")), "none", {}),
        ("paid", ALL, "none", {"": 25}), ("paid", Selection(kind=("training",)), "none", {"": 22}),
    ],
)  # fmt: skip
def test_what_is_counted_from_records_is_what_one_counts_by_hand(trapped, key, selection, by, expected):
    for engine in trapped:
        found = ask(engine, "indicator_totals", selection, indicators=(key,), by=by)
        found = found[found["value_kind"].eq("actual") & found["key"].notna()]
        assert dict(zip(found["key"], found["value"].round(6), strict=True)) == expected


def test_no_text_of_totals_over_the_cube_reads_a_table_of_rows():
    rows = {
        "activities",
        "activity_places",
        "activity_organisations",
        "participations",
        "contributions",
        "observations",
    }
    parts = (
        "counted_groups",
        "record_sides.cube",
        "stated_marked",
        "stated_atoms",
        "stated_kept",
        "indicator_cells",
        "indicator_standings",
    )
    parts += ("counted_cells", "counted_people", "record_areas", "contributed_groups")
    parts += ("chosen_counted", "chosen_people_cells", "chosen_record_cells", "contributed_atoms")
    for name in parts:
        assert not rows & reads((SQL / "parts" / f"{name}.sql").read_text(encoding="utf-8")), name


def test_the_smallest_cells_that_tell_enough_are_chosen():
    rows = {"records_place": 5, "records_place_year": 20, "records_place_month": 50, "records_place_party": 9}
    assert cube.records_for(set(), rows) == "records_place"
    assert cube.records_for({"year"}, rows) == "records_place_year"
    assert cube.records_for({"month"}, rows) == "records_place_month"
    assert cube.records_for({"party", "year"}, rows) == "record_rows"


def test_people_who_took_part_once_are_added_up_and_others_told_apart(portfolio):
    ((apart, added, people),) = portfolio[0]._connection("analyst").execute(
        "select count(distinct person), sum(people) filter (where person is null), "
        "(select count(distinct person_number) from participations) from people_cells"
    ).fetchall()  # fmt: skip
    assert apart + added == people == 14_903
    assert apart > 0


def test_what_a_question_is_by_is_a_word_and_nothing_else(portfolio):
    with pytest.raises(QuestionError):
        portfolio[0].fetch(
            "indicator_totals", "analyst", lang="en", indicators=[], over="none", by="none; drop table x", also="none",
            **ALL.parameters(),
        )  # fmt: skip


def test_so_many_totals_of_a_selection_are_kept_and_no_more(by_sql):
    for by in GROUPS:
        ask.__wrapped__(by_sql, "indicator_totals", ALL, by=by)
    (chosen,) = [one for one in by_sql._role("analyst")._chosen.values() if any("__" in name for name in one.made)][-1:]
    kept = [name for name in chosen.made if "__" in name]
    assert len(kept) == VARIANTS_KEPT
    assert kept[-1] == f"indicator_cells__none__{GROUPS[-1]}__none"
    assert len(ask.__wrapped__(by_sql, "indicator_totals", ALL, by=GROUPS[0])) > 0


@pytest.mark.parametrize("selection", [ALL, Selection(place=("05",)), Selection(period=("2018-03", "2020-06"))])
def test_the_totals_that_results_asks_for_are_worked_out_together(portfolio, by_sql, monkeypatch, selection):
    told, run = [], kept_parts.run
    monkeypatch.setattr(
        kept_parts, "run", lambda cursor, step, *own: (told.append(step.name), run(cursor, step, *own))[1]
    )
    by_sql.forget()
    variants = [
        (name, asked) for name in ("indicator_totals", "indicator_results", "indicator_periods") for asked in OF_PAGE
    ]
    agree(by_sql, portfolio[1], selection, Reader(), [], variants)
    made = [name for name in told if name.endswith("__together")]
    assert made == ["indicator_cells__together", "indicator_standings__together"] * (selection != ALL)


def test_what_has_no_rows_in_a_selection_is_not_planned(portfolio, by_sql, monkeypatch):
    told, run = [], kept_parts.run
    monkeypatch.setattr(kept_parts, "run", lambda cursor, step, *own: (told.append(step), run(cursor, step, *own))[1])
    always = Selection(period=("2000-01", "2040-12"))  # a filter, so that nothing stands ready
    for selection, is_read in ((always, True), (Selection(kind=("alliance",)), False)):
        by_sql.forget()
        agree(by_sql, portfolio[1], selection, Reader(), ["indicator_results"], [])
        (cells,) = [
            step.sql for step in told if step.name.startswith("indicator_cells") and "counted_cells" in step.sql
        ]
        assert [name in cells for name in ("stated_best", "chosen_people_cells")] == [is_read, is_read]
        told.clear()


def test_the_rows_behind_a_total_come_by_the_page_and_are_as_many_as_it_says(portfolio):
    asked = {"over": "year", "by": "department"}
    for house in portfolio:
        totals = indicator_totals(house, ALL, Reader(), **asked)
        told = totals[totals["value_kind"].eq("actual") & totals["bucket"].notna() & totals["key"].notna()]
        for row in told.nlargest(4, "rows_counted").itertuples(index=False):
            cell = asked | {"indicators": (row.indicator_id,), "bucket": row.bucket, "key": row.key}
            whole = indicator_rows(house, ALL, Reader(), **cell)
            assert len(whole) == row.rows_counted > 3
            cut = len(whole) // 3
            pages = [
                indicator_rows(house, ALL, Reader(), skip=skip, most=cut, **cell) for skip in range(0, len(whole), cut)
            ]
            pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole, check_dtype=False)


def test_what_every_page_begins_with_stands_ready_where_no_filter_is_on(by_sql):
    by_sql.forget()
    for name, own in (
        ("totals", {}),
        ("map_areas", {}),
        ("indicator_results", {"by": "department"}),
        ("completeness", {}),
    ):
        find_question(name).ask(by_sql, ALL, Reader(), **own)
    assert not by_sql._role("analyst")._chosen, "nothing was worked out for a selection of its own"
    find_question("totals").ask(by_sql, Selection(place=("CO",)), Reader())
    (narrowed,) = by_sql._role("analyst")._chosen.values()
    assert {"chosen_places", "chosen_work", "chosen_programmes", "present_at"} <= narrowed.made.keys()


def test_an_answer_is_kept_for_a_filter_that_leaves_all_as_it_stands_ready(by_sql, monkeypatch):
    run, worked_out = warehouse.run, []
    monkeypatch.setattr(
        warehouse, "run", lambda cursor, step, *own: (worked_out.append(step), run(cursor, step, *own))[1]
    )
    by_sql.forget()
    for selection in (ALL, Selection(period=("2000-01", "2040-12")), Selection(period=("1990-01", "1990-12"))):
        find_question("timeline").ask(by_sql, selection, Reader())
    assert len(worked_out) == 2, "once for all and for all years, once more for a year without anything"
