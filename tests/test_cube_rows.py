"""What the cube tells of rows (payments, people, what may stand twice) is what the rows tell, under any selection."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import cube
from analytics.asking import find_question
from analytics.sample.publishing import publish_sample
from analytics.sample.words import KEY
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from tests.importing import published, written

PLACES = {"ADM2": ["Caucasia", "Cáceres", "El Bagre", "Quibdó"], "ADM1": ["Antioquia", "Chocó"], "PCLI": ["Colombia"]}
COUNTRIES = [
    "", "<recipient-country code='CO'/>",
    "<recipient-country code='CO' percentage='60'/><recipient-country code='PE' percentage='40'/>",
]  # fmt: skip
TITLES = ["Peace school", "Radio", "Taller"]


def _iati(name: str, chance: random.Random, activities: int) -> str:
    """A file of activities, many of which have a title, a payment, dates or places in common."""
    found = []
    for n in range(activities):
        levels = chance.choices(list(PLACES), [6, 2, 1], k=chance.choice([0, 1, 1, 2, 3]))
        named = dict.fromkeys((level, chance.choice(PLACES[level])) for level in levels)
        places = "".join(
            f"<location><name><narrative>{place}</narrative></name><feature-designation code='{level}'/></location>"
            for level, place in named
        )
        start = f"{chance.choice([2019, 2020, 2021])}-{chance.choice(['02-01', '07-15', '11-30'])}"
        dates = chance.choice([
            "", f"<activity-date type='2' iso-date='{start}'/>", f"<activity-date type='4' iso-date='{start}'/>",
            f"<activity-date type='2' iso-date='{start}'/><activity-date type='4' iso-date='2022-03-31'/>",
        ])  # fmt: skip
        paid = "".join(
            f"<transaction><transaction-type code='{chance.choice([2, 3])}'/><transaction-date iso-date='{day}'/>"
            f"<value currency='{chance.choice(['USD', 'EUR'])}' value-date='{day}'>{chance.choice([0, 1000, 2500.55])}"
            f"</value>{chance.choice(['', '<provider-org><narrative>Fund B</narrative></provider-org>'])}</transaction>"
            for day in chance.choices(
                ["2019-12-31", "2020-01-01", "2020-03-01", "2021-06-30"], k=chance.choice([0, 1, 2, 5])
            )
        )
        orgs = "".join(
            f"<participating-org role='{role}' type='10'><narrative>{org}</narrative></participating-org>"
            for role, org in (("1", chance.choice(["Sweden", "Fund A"])), ("4", chance.choice(["Red", "Casa"])))
            if chance.random() < 0.8
        )
        title, country = chance.choice([*TITLES, f"Only {name} {n}"]), chance.choice(COUNTRIES)
        found.append(
            f"<iati-activity default-currency='USD'><iati-identifier>{name}-{n:03d}</iati-identifier>"
            f"<reporting-org ref='{name}' type='10'><narrative>{name} fund</narrative></reporting-org>"
            f"<title><narrative>{title}</narrative></title>"
            f"<description type='1'><narrative>What it is.</narrative></description>{orgs}"
            f"<activity-status code='2'/>{dates}{places}{country}{paid}</iati-activity>"
        )
    return f"<?xml version='1.0' encoding='UTF-8'?><iati-activities version='2.03'>{''.join(found)}</iati-activities>"


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    """An import of two funds that pay, share places and repeat each other, with a cube and answered from the rows."""
    home, chance = tmp_path_factory.mktemp("paid"), random.Random(7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        patch.setenv("TEJIDO_DATA", str(home))
        snapshot = published(
            written(home, _iati("XX-1", chance, 60), "one.xml"), written(home, _iati("XX-2", chance, 40), "two.xml")
        )
        with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
            yield fast, slow


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """The illustrative portfolio with a cube: contributions and people of activities in several places."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        snapshot = publish_sample(store=tmp_path_factory.mktemp("sampled"))
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        yield fast, slow


def selections(**codes):
    lists = {name: st.lists(st.sampled_from(known), max_size=2) for name, known in codes.items()}
    period = st.none() | st.lists(st.tuples(st.integers(2019, 2021), st.integers(1, 12)), min_size=2, max_size=2).map(
        lambda two: tuple(f"{year}-{month:02d}" for year, month in sorted(two))
    )
    drawn = st.fixed_dictionaries({"period": period, **lists})
    return drawn.map(lambda given: Selection.of({k: v for k, v in given.items() if v}))


MONEY = [
    ("currencies", {}), ("reported_twice", {}), ("completeness", {}), ("timeliness", {}), ("place_precision", {}),
    ("reporting_by_year", {}),
    *(("map_money_at", {"currency": currency, "level": level, "steps": steps})
      for currency in ("", "USD") for level in ("municipality", "department", "country")
      for steps in ("all", "year", "quarter", "month")),
    *(("pivot_money", {"rows": rows, "columns": columns}) for rows, columns in (
        ((), ()), (("currency",), ("money_kind",)), (("department", "currency"), ("year",)), (("month",), ()),
        (("partnership", "programme"), ("quarter",)), (("country",), ("component", "provenance")), ((), ("currency",)),
        (("year", "department", "country"), ("money_kind",)),
        (("quarter", "currency"), ("month", "programme", "component")))),
    *(("rows_of_money", {"axes": axes, "codes": codes, "skip": skip, "most": 20}) for axes, codes, skip in (
        ((), (), 0), ((), (), 7), (("currency", "year"), ("USD", "2020"), 0), (("department",), ("05",), 0),
        (("department",), ("",), 3), (("money_kind", "month"), ("disbursed", "2020-03"), 0))),
]  # fmt: skip


def agree(engines, selection, asked, reader=None):
    for name, own in asked:
        left, right = (find_question(name).ask(engine, selection, reader or Reader(), **own) for engine in engines)
        about = f"{name} {own} {selection}"
        pd.testing.assert_frame_equal(left, right, obj=about, rtol=1e-12, atol=0)
        for column in left.select_dtypes("number"):
            if column != "amount" and "share" not in column:
                assert left[column].equals(right[column]), f"{about}: {column}"


FUNDS = selections(
    partnership=["one", "two", "nowhere"], place=["CO", "05", "05154", "27"], sector=["public", "civil_society"],
    provenance=["imported"],
)  # fmt: skip


def test_the_import_has_money_and_what_may_stand_twice(paid):
    twice = find_question("reported_twice").ask(paid[0], Selection(), Reader())
    assert set(twice["reason"]) == {"same_money", "same_title_and_place", "same_title_and_dates"}
    assert twice["groups"].eq(len(twice)).all()
    money = find_question("map_money_at").ask(paid[0], Selection(), Reader(), level="department", steps="year")
    assert {"placed", "several", "no_place"} <= set(money["reason"])
    shares = find_question("map_money_at").ask(paid[0], Selection(), Reader(), level="country", steps="all")
    assert {"CO", "PE"} <= set(shares.loc[shares["reason"] == "placed", "area_id"])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_money_is_the_same_from_the_cube(paid, lang):
    agree(paid, Selection(), MONEY, Reader(lang=lang))


@settings(max_examples=12, deadline=None)
@given(selection=FUNDS, asked=st.lists(st.sampled_from(MONEY), min_size=8, max_size=8))
def test_money_is_the_same_from_the_cube_under_any_selection(paid, selection, asked):
    agree(paid, selection, [("reported_twice", {}), *asked])


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(selection=FUNDS)
def test_money_is_the_same_from_the_cube_under_200_selections(paid, selection):
    agree(paid, selection, MONEY)


PORTFOLIO = selections(
    place=["CO", "05", "73", "73168"], component=[f"{KEY}-youth"], kind=["initiative", "alliance"],
    sector=["public", "private"],
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(selection=PORTFOLIO, asked=st.lists(st.sampled_from(MONEY), min_size=6, max_size=6))
def test_contributions_are_the_same_from_the_cube_under_any_selection(sampled, selection, asked):
    agree(sampled, selection, asked)


def test_the_rows_of_money_are_as_many_as_the_cell_says(paid):
    ask = find_question("rows_of_money").ask
    pivot = find_question("pivot_money").ask(paid[0], Selection(), Reader(), rows=("currency",), columns=("year",))
    cells = pivot[~pivot["over_rows"] & ~pivot["over_columns"]]
    assert len(cells) > 3
    for cell in cells.itertuples(index=False):
        rows = ask(
            paid[0], Selection(), Reader(), axes=("currency", "year"), codes=(cell.row_1, cell.column_1), most=500
        )
        assert len(rows) == cell.amounts
        assert rows["amount"].sum() == pytest.approx(cell.amount, rel=1e-12)
