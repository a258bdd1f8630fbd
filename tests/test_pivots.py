"""Pivots: cells and totals as plain Python counts them, rows behind them that agree, and what is not added up."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import explore
from analytics.aggregation import indicator_totals
from analytics.axes import axes_of as axes_in
from analytics.axes import fragments, with_axes
from analytics.charts.pivot import pivot_table, refusals
from analytics.errors import QuestionError
from analytics.pivots.catalogue import AXES, MEASURES, axes_of, question_of, strange
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.table import CELLS_MOST, pivot, previous, rows_behind
from analytics.pivots.words import Names, reason, total_sentence, unit_name, worth_text
from analytics.pivots.worth import Worth
from analytics.selection import Reader, Selection
from analytics.statements import SQL
from analytics.warehouse import Warehouse, question_sql
from analytics.wording import Words
from tests.importing import published as import_files
from tests.quality_trial import trial_warehouse

EN = Words()
EVERYTHING = Selection()
ALL_ROWS = 1_000_000
ONE_CASE = Worth(1.0, 3, "cases")


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    with trial_warehouse(tmp_path_factory.mktemp("trial")) as warehouse:
        yield warehouse


def asking(engine, role="analyst", lang="en"):
    return lambda question, selection=EVERYTHING, **own: question(engine, selection, Reader(role, lang), **own)


def names_of(engine, lang="en"):
    known = asking(engine, lang=lang)(explore.axis_names)
    return Names({(row.axis, row.code): (float(row.rank), row.name) for row in known.itertuples()}, {})


def made(engine, selection=EVERYTHING, role="analyst", **state):
    spec = Spec.of({name: [value] if isinstance(value, str) else list(value) for name, value in state.items()})
    return pivot(asking(engine, role), spec, selection, names_of(engine).known)


# --- every axis, every measure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_every_axis_of_a_measure_can_be_asked_and_is_named(trial, published, measure):
    for axis in axes_of(measure):
        assert AXES[axis](EN)
        for engine in (trial, published):
            found = made(engine, measure=measure, rows=axis, columns="")
            whole = found.worth(measure, None, None)
            if whole is not None:
                assert found.row_keys, (measure, axis)


def test_the_files_of_axes_are_used():
    used = {fact for path in SQL.glob("*.sql") for fact in [axes_in(path.read_text())] if fact}
    assert used == {tuple(fragments(path.stem)) for path in (SQL / "axes").glob("*.sql")}


@pytest.mark.parametrize(
    "asked",
    ["nonsense", "year,year", "year/year", "year;drop table", "year,kind,issue,role/month,sector,country,family", "''"],
)
def test_an_axis_that_is_not_ours_is_refused(asked):
    with pytest.raises(QuestionError):
        question_sql(f"pivot_activities:{asked}")


def test_a_question_without_axes_takes_none():
    assert with_axes("select 1", "") == "select 1"
    with pytest.raises(QuestionError):
        question_sql("activity_rows:year")


# --- rows behind cells ------------------------------------------------------------------------------------------------


def _specs():
    measure = st.sampled_from(sorted(MEASURES))
    return measure.flatmap(
        lambda one: (
            st.lists(st.sampled_from(axes_of(one)), max_size=4, unique=True)
            .filter(lambda axes: not strange(one, tuple(axes)))
            .flatmap(
                lambda axes: st.integers(max(0, len(axes) - 3), min(len(axes), 3)).map(
                    lambda cut: Spec((one,), tuple(axes[:cut]), tuple(axes[cut:]))
                )
            )
        )
    )


SELECTIONS = (
    Selection(), Selection(period=("2019-06", "2020-12")), Selection(place=("05",)), Selection(issue=("extortion",)),
    Selection(provenance=("imported",)), Selection(kind=("dialogue",)), Selection(place=("13",), issue=("floods",)),
)  # fmt: skip


def _agrees(engine, spec, selection):
    """Each cell's and total's rows, asked for one by one, are as many as it says and add up to it."""
    found = pivot(asking(engine), spec, selection, {})
    cells = sorted(found.cells.items(), key=str)
    for (measure, row, column), worth in cells[:: max(len(cells) // 6, 1)]:
        rows = rows_behind(asking(engine), Cell(measure, row, column), spec, selection, 0, ALL_ROWS)
        assert len(rows) == worth.rows, (measure, row, column)
        if worth.value is None or MEASURES[measure].fact == "indicators":  # these have rules of their own
            continue
        added = {"recorded": "counted", "money": "amount"}.get(measure)
        assert worth.value == pytest.approx(rows[added].astype(float).sum() if added else len(rows))
    return len(found.cells)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spec=_specs(), selection=st.sampled_from(SELECTIONS))
def test_the_rows_behind_a_cell_are_as_many_as_it_says_and_add_up_to_it(trial, published, tiny, spec, selection):
    for engine in (trial, published, tiny):
        _agrees(engine, spec, selection)


def test_the_rows_of_many_cells_were_compared(trial, published):
    assert _agrees(published, Spec(("issues_listed",), ("department",), ("issue",)), Selection()) > 20
    assert _agrees(trial, Spec(("recorded",), ("municipality",), ("year",)), Selection()) > 5


# --- totals -----------------------------------------------------------------------------------------------------------


def test_an_activity_of_two_places_stands_in_both_and_once_in_the_total(tiny):
    found = made(tiny, measure="activities", rows="municipality", columns="")
    cells = {key: found.worth("activities", key, None).value for key in found.row_keys}
    assert cells == {("05001",): 1, ("13001",): 1, ("",): 1}
    assert found.worth("activities", None, None).value == 2


def test_activities_are_counted_as_plain_python_counts_them(published):
    activities = asking(published)(explore.rows_of_activities, most=ALL_ROWS)
    found = made(published, measure="activities", rows="kind", columns="year")
    for key in found.row_keys:
        kind = names_of(published).of("kind", key[0], EN)
        assert found.worth("activities", key, None).value == (activities["kind_name"] == kind).sum()
    assert found.worth("activities", None, None).value == len(activities)


def test_activities_are_told_apart_only_where_an_axis_can_repeat_them():
    assert "distinct" not in question_sql("pivot_activities:kind/year")[0]
    assert question_sql("pivot_activities:department/year")[0].count("(select distinct place_set") == 2
    assert question_sql("pivot_activities:year/sector")[0].count("(select distinct party_set") == 2


def test_what_is_not_stated_has_a_row_of_its_own_and_comes_last(tiny):
    found = made(tiny, measure="activities", rows="year", columns="")
    assert found.row_keys == (("2021",), ("",))
    assert names_of(tiny).of("year", "", EN) == "not stated"


def test_a_date_no_finer_than_a_year_has_no_month(tiny):
    assert made(tiny, measure="activities", rows="month", columns="").row_keys == (("",),)
    assert made(tiny, measure="activities", rows="quarter", columns="").row_keys == (("",),)


def test_currencies_are_never_added(trial):
    found = made(trial, measure="money", rows="currency", columns="")
    cells = {key[0]: found.worth("money", key, None).value for key in found.row_keys}
    assert cells == {"USD": 2000, "EUR": 500}
    total = found.worth("money", None, None)
    assert (total.value, total.reason, total.differs) == (None, "currencies", ("EUR", "USD"))
    assert reason(total, names_of(trial), EN) == "EUR and USD: currencies are not added up."
    assert "not added up" in pivot_table(found, found.row_keys, names_of(trial), EN, has_bars=True)
    assert refusals(found, names_of(trial), EN) == ["EUR and USD: currencies are not added up."]


def test_leveraged_is_never_added_to_mobilised(published):
    found = made(published, measure="money", rows="currency", columns="money_kind")
    assert found.worth("money", ("USD",), ("leveraged",)).value == 14_000_000
    assert found.worth("money", ("USD",), ("leveraged",)).qualifier == "about"
    assert found.worth("money", ("USD",), None).reason == "kinds"
    assert worth_text(found.worth("money", ("USD",), ("mobilised",)), names_of(published), EN) == "about 13,000,000 USD"


def test_a_number_is_followed_by_its_unit_as_one_says_it(trial):
    known = Names({("unit", "us_dollars"): (1.0, "US dollars"), ("unit", "people"): (2.0, "People")}, {})
    units = {unit: unit_name(unit, EN, known) for unit in ("us_dollars", "people", "USD", "cases")}
    assert units == {"us_dollars": "US dollars", "people": "people", "USD": "USD", "cases": "cases"}
    told = {n: worth_text(replace(ONE_CASE, value=n), known, EN) for n in (0.0, 1.0, 1.04, 2.0)}
    assert told == {0.0: "0 cases", 1.0: "1 case", 1.04: "1 case", 2.0: "2 cases"}
    assert worth_text(ONE_CASE, known, Words("es")) == "1 caso"


def test_sentences_of_several_totals_end_once(trial):
    found = made(trial, measure=["money", "activities"], rows="department", columns="")
    assert ".." not in total_sentence(found, names_of(trial), EN)


def test_money_that_is_not_stated_is_no_zero(published):
    support = made(published, measure="money", rows="money_kind", columns="").worth("money", ("support",), None)
    assert (support.value, support.rows, support.not_stated) == (None, 2, 2)
    assert worth_text(support, names_of(published), EN) == "2 rows, their count not stated"


def test_a_count_that_is_not_stated_is_no_zero_and_a_real_zero_is(trial):
    found = made(trial, measure="recorded", rows="municipality", columns="")
    assert found.worth("recorded", ("13248",), None).value is None
    assert found.worth("recorded", ("13244",), None).value == 0
    assert found.worth("recorded", None, None).value == 9
    assert found.worth("recorded", None, None).not_stated == 1


def _counted(**own):
    row = {"record_rows": 3, "recorded": 7.0, "not_stated": 0, "is_partial": False, "measures": "cases",
           "is_told_twice": False}  # fmt: skip
    from analytics.pivots.table import worth_of

    return worth_of(MEASURES["recorded"], row | own)


def test_cases_are_not_added_to_victims_nor_one_issue_of_two_data_sets():
    assert (_counted().value, _counted().unit) == (7, "cases")
    several = _counted(measures="cases victims")
    assert (several.value, several.reason) == (None, "measures")
    assert reason(several, Names({}, {}), EN) == "Cases and victims are different things and are not added up."
    twice = _counted(is_told_twice=True)
    assert (twice.value, twice.reason) == (None, "told_twice")


def test_other_roles_do_not_see_sensitive_counts_below_department(tiny):
    whole = made(tiny, measure="issues_listed", rows="municipality", columns="issue")
    shared = made(tiny, measure="issues_listed", rows="municipality", columns="issue", role="partner")
    assert whole.worth("issues_listed", ("13002",), ("threats",)).value == 1
    assert shared.worth("issues_listed", ("13002",), ("threats",)) is None
    assert shared.worth("issues_listed", ("05003",), ("threats",)).value == 1  # the list that a programme published


# --- shares, changes, order -------------------------------------------------------------------------------------------


def test_a_share_is_of_its_row_its_column_or_all(published):
    found = made(published, measure="issues_listed", rows="department", columns="issue")
    row, column = (
        found.row_keys[0],
        next(key for key in found.column_keys if found.worth("issues_listed", found.row_keys[0], key)),
    )
    part = found.worth("issues_listed", row, column).value
    for share, of in (("row", (row, None)), ("column", (None, column)), ("all", (None, None))):
        shown = replace(found, spec=replace(found.spec, share=share))
        assert shown.share("issues_listed", row, column) == part / found.worth("issues_listed", *of).value
    assert found.share("issues_listed", row, column) is None


IATI = """<iati-activities version="2.03" generated-datetime="2016-01-01T00:00:00Z">
<iati-activity default-currency="EUR"><iati-identifier>AA-AAA-1-x</iati-identifier>
<reporting-org ref="AA-AAA-1" type="40"><narrative>O</narrative></reporting-org><title><narrative>
T</narrative></title><description><narrative>D</narrative></description><participating-org role="1">
<narrative>O</narrative></participating-org><activity-status code="2"/>
<activity-date iso-date="2012-04-15" type="1"/><recipient-country code="CO"/><budget>
<period-start iso-date="2014-01-01"/><period-end iso-date="2014-12-31"/><value value-date="2014-01-01">
3000</value></budget><planned-disbursement><period-start iso-date="2014-01-01"/>
<value value-date="2014-01-01">500</value></planned-disbursement><planned-disbursement>
<period-start iso-date="2014-01-01"/><value value-date="2014-01-01">700</value></planned-disbursement>
<transaction><transaction-type code="1"/><transaction-date iso-date="2012-01-01"/>
<value value-date="2012-01-01">1000</value></transaction></iati-activity></iati-activities>"""


def test_payments_budgets_and_planned_disbursements_of_one_activity_are_each_one_row(tmp_path, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    (tmp_path / "a.xml").write_text(IATI, encoding="utf-8")
    with Warehouse(import_files((tmp_path / "a.xml", "a.xml"), as_of=date(2016, 1, 1))) as warehouse:
        ask = asking(warehouse)
        numbers = warehouse.snapshot.tables("analyst")["transactions"]
        assert pd.concat(map(pd.read_parquet, numbers))["transaction"].is_unique
        found = made(warehouse, measure="money", rows="money_kind", columns="year")
        told = {}
        for (measure, row, column), worth in found.cells.items():
            rows = rows_behind(ask, Cell(measure, row, column), found.spec, EVERYTHING, 0, ALL_ROWS)
            assert len(rows) == worth.rows
            assert rows["money_id"].is_unique
            assert worth.value is None or worth.value == rows["amount"].sum()
            told[row and row[0], column and column[0]] = worth.value
        assert told["planned_disbursement", None] == 1200
        assert told["1", "2012"] == 1000


def test_an_address_nested_beyond_reason_names_no_cell():
    assert Spec().cell("[" * 5000) is None
    assert Spec().cell('["activities",' * 3000) is None


def test_rows_behind_a_cell_need_a_code_for_each_axis(published):
    for question in (explore.rows_of_activities, explore.rows_of_money, explore.months_of_activities):
        for axes, codes in (((), ("05",)), (("kind",), ()), (("kind",), ("training", "05"))):
            with pytest.raises(QuestionError, match="one code on each axis"):
                asking(published)(question, axes=axes, codes=codes)


MEANS = ("programa-ejemplo-days", "programa-ejemplo-cooperate", "programa-ejemplo-trust")
STANDING = "programa-ejemplo-spaces"  # counted as they stand at a time


def test_what_is_no_part_of_a_total_has_no_share_of_it(illustrative):
    for columns in ("year", "department"):
        found = made(illustrative, measure="result_actual", rows="indicator", columns=columns, share="row")
        assert found.no_parts()
        told = {row[0] for row in found.row_keys for column in found.column_keys
                if found.share("result_actual", row, column) is not None}  # fmt: skip
        assert "programa-ejemplo-alliances" in told
        assert not told & set(MEANS)
        assert (STANDING in told) is (columns == "department")  # places add up to the whole, years do not
    assert not made(illustrative, rows="department", columns="year", share="row").no_parts()


def test_a_change_is_told_of_periods_that_follow_each_other_alone(trial):
    found = made(trial, measure="record_rows", rows="issue", columns="year", change="1")
    years = {key[0]: found.worth("record_rows", ("extortion",), key).value for key in found.column_keys}
    assert years == {"2019": 1, "2020": 3, "2021": 1}
    assert found.change("record_rows", ("extortion",), ("2019",)) is None
    assert found.change("record_rows", ("extortion",), ("2020",)) == 2
    assert found.change("record_rows", ("extortion",), ("2021",)) == -2
    assert found.change("record_rows", ("extortion",), None) is None


@pytest.mark.parametrize(
    ("key", "time", "before"),
    [
        (("2020",), "year", ("2019",)), (("x", "2020-Q1"), "quarter", ("x", "2019-Q4")),
        (("2020-Q3",), "quarter", ("2020-Q2",)), (("2020-01",), "month", ("2019-12",)),
        (("2020-12",), "month", ("2020-11",)), (("",), "year", None), ((), None, None),
    ],
)  # fmt: skip
def test_the_period_before(key, time, before):
    assert previous(key, time) == before


def test_rows_stand_by_their_total(published):
    for order, sign in (("most", -1), ("least", 1)):
        found = made(published, measure="issues_listed", rows="issue", columns="", order=order)
        totals = [sign * found.worth("issues_listed", key, None).value for key in found.row_keys]
        assert totals == sorted(totals)


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_what_means_nothing_is_left_out_and_told():
    spec = Spec.of({"measure": ["activities", "' or 1=1 --"], "rows": ["issue", "issue"], "columns": ["issue", "year"],
                    "share": ["half"], "order": ["<b>"], "change": ["yes"]})  # fmt: skip
    assert (spec.measures, spec.rows, spec.columns) == (("activities",), ("issue",), ("year",))
    assert (spec.share, spec.order, spec.change) == ("", "name", False)
    assert spec.dropped == ("' or 1=1 --", "issue")


def test_an_address_holds_a_pivot_whole():
    spec = Spec(("money", "activities"), ("currency",), (), "all", True, "most")
    assert Spec.of(spec.state()) == spec
    assert Spec.of(Spec((), (), ()).state()).rows == ()
    assert Spec.of({}) == Spec()


@pytest.mark.parametrize(
    "text",
    ["", "[", "null", "[1,2,3]", '["activities",["05"]]', '["activities",["05","13"],["2020"]]',
     '["people",["05"],[7]]', '["nonsense",null,null]', "{}", '["activities","05",null]'],
)  # fmt: skip
def test_a_cell_that_is_none_is_not_opened(text):
    assert Spec().cell(text) is None


def test_a_cell_is_named_and_found_again():
    cell = Cell("activities", ("L'Aurora \" <b>",), None)
    assert Spec().cell(cell.text()) == cell


def test_a_measure_that_does_not_know_an_axis_is_left_out_and_told():
    spec = Spec(("activities", "money"), ("sector",), ())
    assert spec.told() == ("activities",)
    assert spec.untold() == {"money": ("sector",)}


def test_sex_and_age_are_read_row_by_row():
    assert question_of(MEASURES["recorded"], ("sex",)) == "pivot_record_rows"
    assert question_of(MEASURES["recorded"], ("year",)) == "pivot_records"


def test_counts_by_month_and_row_by_row_agree(trial, published):
    for engine in (trial, published):
        for axes in ((), ("year",), ("department", "issue")):
            counted, one_by_one = (
                asking(engine)(question, rows=axes) for question in (explore.pivot_records, explore.pivot_record_rows)
            )
            pd.testing.assert_frame_equal(counted, one_by_one, check_dtype=False)


# --- the table --------------------------------------------------------------------------------------------------------


def test_names_with_marks_are_text_in_the_table(tiny):
    known = names_of(tiny)
    hostile = Names({**known.known, ("municipality", "05001"): (1.0, "<img src=x onerror=alert(1)> L'Aurora \"")}, {})
    found = made(tiny, measure="activities", rows="municipality", columns="year")
    drawn = pivot_table(found, found.row_keys, hostile, EN, has_bars=True)
    assert "<img" not in drawn
    assert "&lt;img" in drawn
    assert 'data-cell="[&quot;activities&quot;' in drawn


def test_a_pivot_of_one_cell_is_a_table(published):
    found = made(published, measure="activities", rows="", columns="")
    drawn = pivot_table(found, found.row_keys, names_of(published), EN, has_bars=True)
    assert drawn.count("data-cell=") == 1
    assert ">11<" in drawn
    assert total_sentence(found, names_of(published), EN) == "Activities: 11"


def test_a_pivot_of_nothing_has_no_cells(published):
    assert not made(published, Selection(kind=("nothing",)), measure="activities", rows="year", columns="").cells


def test_a_pivot_that_is_too_large_is_refused(monkeypatch, published):
    monkeypatch.setattr("analytics.pivots.table.CELLS_MOST", 3)
    assert made(published, measure="activities", rows="department", columns="year").is_too_large
    assert "limit 60001" in question_sql("pivot_activities")[0]
    assert CELLS_MOST == 60_000


def test_a_pivot_speaks_spanish(published):
    found = made(published, measure="issues_listed", rows="issue", columns="year")
    drawn = pivot_table(found, found.row_keys, names_of(published, "es"), Words("es"), has_bars=True)
    assert "Problemáticas listadas" in drawn or "Abre las filas que hay detrás" in drawn
    assert "Opens" not in drawn


# --- indicators -------------------------------------------------------------------------------------------------------


def test_an_indicator_is_totalled_by_its_own_rule_and_never_added_to_another(illustrative):
    found = made(illustrative, measure="result_actual", rows="indicator", columns="year")
    names = names_of(illustrative)
    people = ("programa-ejemplo-young-people",)
    assert found.worth("result_actual", people, None).value == 14_903
    by_year = [found.worth("result_actual", people, key) for key in found.column_keys]
    assert sum(worth.value for worth in by_year if worth and worth.value) > 14_903
    total = found.worth("result_actual", None, None)
    assert (total.value, total.reason) == (None, "indicators")
    assert reason(total, names, EN) == "Different indicators are not added up: put the indicator into rows or columns."


def test_each_total_of_an_indicator_is_that_of_the_results(illustrative):
    found = made(illustrative, measure=["result_actual", "result_target"], rows="indicator", columns="department")
    totals = asking(illustrative)(indicator_totals, by="department")
    compared = 0
    for row in totals[totals["value_kind"].isin(["actual", "target"])].itertuples(index=False):
        worth = found.worth(
            f"result_{row.value_kind}", (row.indicator_id,), (row.key if isinstance(row.key, str) else "",)
        )
        assert worth.rows == row.rows_counted
        assert (worth.value is None) is bool(pd.isna(row.value))
        assert worth.value is None or worth.value == pytest.approx(row.value)
        compared += 1
    assert compared > 40
    assert {worth.reason for worth in found.cells.values() if worth.value is None} > {"indicators"}


def test_the_rows_behind_an_indicator_are_as_many_as_it_says(illustrative):
    for spec in (
        Spec(("result_actual",), ("indicator",), ("year",)),
        Spec(("result_target",), ("department",), ("indicator", "sex")),
    ):
        assert _agrees(illustrative, spec, EVERYTHING) > 10


def test_two_axes_of_time_are_too_many_for_an_indicator():
    spec = Spec(("result_actual", "activities"), ("year", "month"), ("department", "sex", "component"))
    assert spec.untold()["result_actual"] == ("month", "component")
