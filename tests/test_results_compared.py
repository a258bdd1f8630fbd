"""Two sides of Results beside each other: every number and reason is what plain Python makes of the rows."""

import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import QuestionError
from analytics.figures.making import make_figure
from analytics.results import indicator_sheets, results_comparison
from analytics.sample.portfolio import portfolio
from analytics.selection import Reader, Selection
from analytics.tables import read_table
from analytics.warehouse import Warehouse
from tests.conftest import REAL
from tests.importing import published as import_files
from tests.importing import written
from tests.indicators import Oracle

KEYS = {
    "year": lambda row: str(row["end"].year) if pd.notna(row["end"]) and row["start"].year == row["end"].year else None,
    "department": lambda row: (row["place_id"] or "")[:2] or None,
    "municipality": lambda row: row["place_id"] if len(row["place_id"] or "") == 5 else None,
    "component": lambda row: row["component_id"],
    "sex": lambda row: row.get("sex"),
    "age_group": lambda row: row.get("age_group"),
}


@pytest.fixture(scope="module")
def oracle():
    return Oracle(portfolio(1, read_table("places", REAL)))


def _kept(row, places, period, components):
    if places and row["place_id"] not in places and (row["place_id"] or "")[:2] not in places:
        return False
    if components and row["component_id"] not in components:
        return False
    if period is None:
        return True
    first, last = pd.Timestamp(f"{period[0]}-01"), pd.Timestamp(f"{period[1]}-01") + pd.offsets.MonthEnd(1)
    return pd.notna(row["start"]) and row["start"] >= first and row["end"] <= last


def _plain(cell):
    return None if cell is None or pd.isna(cell) else cell


def _told(found):
    return {
        row.indicator_id: tuple(
            _plain(getattr(row, name))
            for name in ("first_value", "first_rows", "second_value", "second_rows", "difference", "change_share")
        )
        for row in found.itertuples(index=False)
    }


def _expected(oracle, rows, side_of, first, second):
    """What each indicator has on both sides; None where a side has no row, a value of None where it has no total."""
    expected = {}
    for key, own in rows.items():
        about = oracle.indicators.loc[key]
        sides = []
        for code in (first, second):
            there = [row for row in own if _plain(side_of(row)) == code]
            count, value = oracle.standing(key, there) if there else (None, None)
            sides += [value, count]
        both = sides[0] is not None and sides[2] is not None
        difference = sides[2] - sides[0] if both else None
        of = both and sides[0] > 0 and (about["measure"] or "count") in ("count", "amount")
        expected[key] = (*sides, difference, difference / sides[0] if of else None)
    return expected


def _same(found, expected):
    got = _told(found)
    assert {key for key, told in expected.items() if any(told)} <= got.keys()
    for key, told in got.items():
        assert told == tuple(None if one is None else pytest.approx(one) for one in expected[key]), key
    reasons = {row.indicator_id: row for row in found.itertuples(index=False)}
    for key, row in reasons.items():
        for side in ("first", "second"):
            has_rows = _plain(getattr(row, f"{side}_rows")) is not None
            has_value = _plain(getattr(row, f"{side}_value")) is not None
            assert (_plain(getattr(row, f"{side}_reason")) is not None) == (has_rows and not has_value), (key, side)


def _drawn(data, rows):
    """Filters, and the rows of each indicator that they leave."""
    every = [row for own in rows.values() for row in own]
    towns = sorted({row["place_id"] for row in every if len(row["place_id"] or "") == 5})
    places = data.draw(st.lists(st.sampled_from(towns + sorted({town[:2] for town in towns})), max_size=3, unique=True))
    period = data.draw(st.none() | _periods())
    parts = sorted({row["component_id"] for row in every if _plain(row["component_id"])})
    components = data.draw(st.lists(st.sampled_from(parts), max_size=2, unique=True) if parts else st.just([]))
    kept = {key: [row for row in own if _kept(row, places, period, components)] for key, own in rows.items()}
    return Selection(place=tuple(places), period=period, component=tuple(components)), kept


def _periods():
    months = st.tuples(st.integers(2016, 2021), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02}")
    return st.tuples(months, months).map(lambda pair: tuple(sorted(pair)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_sides_and_the_difference_are_what_plain_python_makes_of_the_rows(oracle, illustrative, data):
    across = data.draw(st.sampled_from(sorted(KEYS)))
    codes = sorted({code for own in oracle.rows.values() for row in own if (code := _plain(KEYS[across](row)))})
    first, second = data.draw(st.sampled_from(codes)), data.draw(st.sampled_from(codes))
    chosen, rows = _drawn(data, oracle.rows)
    asked = {"over": across} if across == "year" else {"by": across}
    found = results_comparison(illustrative, chosen, Reader(), first=first, second=second, **asked)
    _same(found, _expected(oracle, rows, KEYS[across], first, second))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_two_periods_are_what_lies_inside_each(oracle, illustrative, data):
    chosen, rows = _drawn(data, oracle.rows)
    first, second = data.draw(_periods()), data.draw(_periods())
    found = results_comparison(
        illustrative, chosen, Reader(), first="..".join(first), second="..".join(second), over="period"
    )
    doubled = {
        key: [
            row | {"side": side}
            for side, period in enumerate((first, second))
            for row in own
            if _kept(row, (), period, ())
        ]
        for key, own in rows.items()
    }
    _same(found, _expected(oracle, doubled, lambda row: row["side"], 0, 1))
    order = list(oracle.indicators.index)
    assert found["indicator_id"].tolist() == sorted(found["indicator_id"], key=order.index)


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2019", "second": "2020", "over": "year", "by": "department"},
        {"first": "05", "second": "23", "by": "department", "also": "component"},
        {"first": "2016-05..2018-12", "second": "2019-01..2021-11", "over": "period", "by": "sex"},
    ],
    ids=str,
)
def test_what_tells_the_sides_apart_further_is_compared_with_its_own(oracle, illustrative, asked):
    found = results_comparison(illustrative, Selection(), Reader(), **asked)
    assert not found.duplicated(["indicator_id", "key", "also_key"]).any()
    assert len(found) > len(oracle.indicators)
    held = found[found["indicator_id"] == "programa-ejemplo-alliances"]
    further = KEYS["department" if "over" in asked else "component"] if asked.get("by") != "sex" else KEYS["sex"]
    sides = KEYS["year"] if asked.get("over") == "year" else KEYS["department"]
    if asked.get("over") == "period":
        sides = lambda row: asked["first" if row["end"].year < 2019 else "second"]  # noqa: E731
    name = "also_key" if "also" in asked else "key"
    for row in held.itertuples(index=False):
        own = [
            one
            for one in oracle.rows["programa-ejemplo-alliances"]
            if _plain(further(one)) == _plain(getattr(row, name))
        ]
        for side in ("first", "second"):
            count = sum(_plain(sides(one)) == asked[side] for one in own)
            assert (_plain(getattr(row, f"{side}_value")) or 0) == count


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "a", "second": "b", "over": "period"},
        {"first": "2019-05..2018-01", "second": "2019-01", "over": "period"},
        {"first": "2019", "second": "2020", "over": "decade"},
        {"first": "", "second": "2020"},
        {"first": "2019", "second": ""},
        {"first": "2019", "second": "202"},
        {"first": "2019-Q1", "second": "2019-Q5", "over": "quarter"},
        {"first": "2019", "second": "2019-01", "over": "month"},
        {"first": "women", "second": "womem", "by": "sex"},
        {"first": "", "second": "men", "by": "sex"},
    ],
    ids=str,
)
def test_sides_that_are_none_are_refused(illustrative, asked):
    with pytest.raises(QuestionError):
        results_comparison(illustrative, Selection(), Reader(), **asked)


@pytest.mark.parametrize(
    "asked",
    [{"first": "2019", "second": "1950"}, {"first": "19", "second": "88", "by": "department"},
     {"first": "women", "second": "not stated", "by": "sex"}],
    ids=str,
)  # fmt: skip
def test_a_side_that_is_known_and_has_nothing_is_an_answer(illustrative, asked):
    assert results_comparison(illustrative, Selection(), Reader(), **asked)["first_value"].notna().any()


# an imported table, each value at a town, in a year, of women or men


RULES = {"Personas formadas": "sum", "Acuerdos en uso": "last", "Nivel de confianza": "none"}


@pytest.fixture(scope="module")
def imported(published_home, tmp_path_factory):
    """A table made by chance, its version, and the rows of each indicator as the oracle takes them."""
    folder, dice = tmp_path_factory.mktemp("compared"), random.Random(5)
    (folder / "snapshots").symlink_to(published_home / "snapshots")
    lines, rows = ["indicador,unidad,valor alcanzado,inicio,fin,codigo dane,sexo,como se juntan sus valores"], {}
    words = {"sum": "se suma", "last": "ultimo", "none": ""}
    for name, rule in RULES.items():
        for town in ("05001", "05120", "13001", "23001"):
            for year in (2019, 2020, 2021):
                for sex, word in (("women", "mujeres"), ("men", "hombres")):
                    if dice.random() < 0.3:
                        continue  # not reported
                    amount = dice.choice((0, 1, dice.randrange(2, 900)))
                    lines.append(f"{name},personas,{amount},{year}-01-01,{year}-12-31,{town},{word},{words[rule]}")
                    rows.setdefault(name, []).append({
                        "start": pd.Timestamp(year, 1, 1), "end": pd.Timestamp(year, 12, 31), "place_id": town,
                        "component_id": None, "sex": sex, "value": float(amount),
                    })  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEJIDO_DATA", str(folder))
        snapshot = import_files(written(folder, "\n".join(lines) + "\n", "metas.csv"), workspace="compared")
        with Warehouse(snapshot) as engine:
            yield engine, rows


class Plain:
    """The oracle's rules for the table."""

    def __init__(self, engine):
        names = indicator_sheets(engine, Selection(), Reader()).set_index("indicator_id")["indicator_name"]
        self.ids = {name: key for key, name in names.items()}
        self.indicators = pd.DataFrame({"measure": ["count"] * len(self.ids)}, index=list(names.index))
        self.rules = {self.ids[name]: rule for name, rule in RULES.items()}

    def standing(self, key, rows):
        if self.rules[key] == "sum":
            return len(rows), sum(row["value"] for row in rows)
        if self.rules[key] == "none":
            return len(rows), rows[0]["value"] if len(rows) == 1 else None
        latest = {}
        for row in sorted(rows, key=lambda row: row["end"]):
            latest[row["place_id"], row["sex"]] = row["value"]
        return len(rows), sum(latest.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_so_are_those_of_an_imported_table(imported, data):
    engine, rows = imported
    plain = Plain(engine)
    rows = {plain.ids[name]: own for name, own in rows.items()}
    across = data.draw(st.sampled_from(("year", "department", "municipality", "sex")))
    codes = sorted({KEYS[across](row) for own in rows.values() for row in own})
    first, second = data.draw(st.sampled_from(codes)), data.draw(st.sampled_from(codes))
    chosen, rows = _drawn(data, rows)
    asked = {"over": across} if across == "year" else {"by": across}
    found = results_comparison(engine, chosen, Reader(), first=first, second=second, **asked)
    _same(found, _expected(plain, rows, KEYS[across], first, second))


def test_a_slide_of_what_is_not_totalled_says_why(imported):
    """It said that nothing is recorded: values are, and the file does not say that they may be added up."""
    engine, _ = imported
    (own,) = [key for name, key in Plain(engine).ids.items() if name == "Nivel de confianza"]
    for name, asked, rows in (("indicator_periods", {}, 3), ("indicator_groups", {"by": "municipality"}, 4)):
        figure = make_figure(engine, name, Selection(), Reader(), {"indicator": own} | asked)
        assert (figure.is_empty, figure.kind, len(figure.rows)) == (False, "table", rows)
        assert any(str(row[1]).startswith("not totalled: ") for row in figure.rows)
    added = next(key for name, key in Plain(engine).ids.items() if name == "Personas formadas")
    assert make_figure(engine, "indicator_periods", Selection(), Reader(), {"indicator": added}).kind == "lines"


def test_a_slide_tells_nothing_recorded_from_not_stated(imported):
    engine, _ = imported
    own = {"measure": "result_actual", "rows": "indicator,municipality", "columns": "year,sex", "chart": "table"}
    figure = make_figure(engine, "explored", Selection(), Reader(), own)
    cells = [cell for row in figure.rows[:-1] for cell in row[2:]]
    assert "·" in cells
    assert "not stated" not in cells
    assert "A dot is nothing recorded, which is not zero." in figure.notes
