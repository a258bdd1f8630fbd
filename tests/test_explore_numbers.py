"""Every number that stands on Explore is what its rows come to, and every file that it gives holds the same numbers."""

import json

import pandas as pd
import pytest

from analytics import aggregation, explore
from analytics.aggregation import NOT_STATED
from analytics.pivots.catalogue import KINDS, MEASURES, TIMES
from analytics.pivots.table import previous
from analytics.selection import Reader, Selection
from analytics.wording import Words
from pages.shared import explore_files
from tests.explored import Taken, cells, number_in
from tests.pages import text
from tests.quality_trial import trial_warehouse

CASES = [
    {"data": "sample", "share": "row", "change": "1"},
    {"data": "sample", "measure": ["people", "initiatives"], "rows": "department", "columns": "component",
     "share": "column"},
    {"data": "sample", "measure": ["result_actual", "result_target", "result_baseline"], "rows": "indicator",
     "columns": "year", "change": "1"},
    {"data": "sample", "measure": "result_actual", "rows": ["indicator", "sex"], "columns": "department", "lang": "es"},
    {"data": "sample", "measure": "money", "rows": "component", "columns": ["money_kind", "year"], "share": "column"},
    {"data": "sample", "measure": "activities", "rows": "municipality", "columns": "quarter", "change": "1",
     "period": "2018-01..2019-06", "place": "05", "lang": "es", "order": "most"},
    {"measure": "issues_listed", "rows": "issue", "columns": "department", "share": "row"},
    {"measure": ["activities", "money"], "rows": "partnership", "columns": "none"},
    {"measure": "money", "rows": "money_kind", "columns": "currency", "share": "row"},
    {"measure": "result_published", "rows": "indicator", "columns": "none"},
    {"data": "trial", "measure": ["recorded", "record_rows"], "rows": "municipality", "columns": "year", "change": "1"},
    {"data": "trial", "measure": "money", "rows": "none", "columns": "currency"},
]  # fmt: skip
OF = {"recorded": "counted", "money": "amount"}
ALL_ROWS = 1_000_000


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    with trial_warehouse(tmp_path_factory.mktemp("trial")) as warehouse:
        yield warehouse


@pytest.fixture
def looked(opened, sample_home, tried_home, trial, published, illustrative, monkeypatch):
    """A page at an address with its downloads, and what asks the same data without a page."""

    def look(address, **more):
        data = address.get("data")
        taken = Taken(monkeypatch)
        app = opened("explore", tried_home if data == "trial" else sample_home, **(address | more))
        engine = {"trial": trial, "sample": illustrative, None: published}[data]
        period = tuple(address["period"].split("..")) if "period" in address else ()
        chosen = Selection.of({"period": period, "place": (address["place"],) if "place" in address else ()})
        reader = Reader("analyst", address.get("lang", "en"))
        return app, taken, lambda question, **own: question(engine, chosen, reader, **own)

    return look


def axes_of(address):
    def listed(name, default):
        value = address.get(name, default)
        return tuple(one for one in ([value] if isinstance(value, str) else value) if one != "none")

    return listed("rows", "department"), listed("columns", "year")


def rows_of(ask, key, address):
    """The rows behind a cell, asked for without anything of the pivot: by the question's own parameters."""
    measure, row, column = key
    rows, columns = axes_of(address)
    pairs = [*zip(rows, row or (), strict=False), *zip(columns, column or (), strict=False)]
    if MEASURES[measure].fact == "indicators":
        codes = dict(pairs)
        over = next((axis for axis in codes if axis in TIMES), "none")
        groups = [axis for axis in codes if axis not in (*TIMES, "indicator")]
        own = {"over": over, "bucket": codes[over] or NOT_STATED if over in codes else ""} | {
            name: value for axis, (of, code) in zip(groups, (("by", "key"), ("also", "also_key")), strict=False)
            for name, value in ((of, axis), (code, codes[axis] or NOT_STATED))
        }  # fmt: skip
        asked = (codes["indicator"],) if "indicator" in codes else ()
        return ask(aggregation.indicator_rows, indicators=asked, value_kind=KINDS[measure], **own)
    if measure == "initiatives":
        pairs.append(("kind", "initiative"))
    axes, codes = tuple(axis for axis, _ in pairs), tuple(code for _, code in pairs)
    question = getattr(explore, MEASURES[measure].rows)
    return ask(question, axes=axes, codes=codes, most=ALL_ROWS)


def come_to(measure, rows):
    """What the rows behind a cell come to where they are simply counted or added."""
    return float(rows[OF[measure]].astype(float).sum()) if measure in OF else float(len(rows))


@pytest.mark.parametrize("address", CASES, ids=str)
def test_every_number_is_what_its_rows_come_to(looked, address):
    app, _, ask = looked(address)
    text(app)
    shown, lang, compared = cells(app, address.get("lang", "en")), address.get("lang", "en"), 0
    assert shown
    for key, cell in sorted(shown.items(), key=str):
        rows = rows_of(ask, key, address)
        assert len(rows), key
        if cell.value is None:
            continue
        if MEASURES[key[0]].fact != "indicators":
            assert cell.value == pytest.approx(come_to(key[0], rows), abs=0.005), key
        elif rows["thing"].notna().all():
            distinct = rows["thing"].nunique()
            assert cell.value in (distinct, pytest.approx(rows["value"].astype(float).sum(), abs=0.005)), key
        compared += 1
        assert number_in(cell.told.rpartition(": ")[2], lang) == cell.value, cell.told
    assert compared > 1


@pytest.mark.parametrize("address", [case for case in CASES if "share" in case or "change" in case], ids=str)
def test_shares_and_changes_follow_from_the_numbers_beside_them(looked, address):
    app, *_ = looked(address)
    shown = cells(app, address.get("lang", "en"))
    time = axes_of(address)[1][-1] if axes_of(address)[1] and axes_of(address)[1][-1] in TIMES else None
    told = 0
    for (measure, row, column), cell in shown.items():
        if cell.share is not None:
            of = {"row": (row, None), "column": (None, column), "all": (None, None)}[address["share"]]
            assert cell.share == pytest.approx(100 * cell.value / shown[measure, *of].value, abs=0.51)
            told += 1
        if cell.change is not None:
            before = shown[measure, row, previous(column, time)]
            # each of the three is rounded as the screen shows it
            assert cell.change == pytest.approx(cell.value - before.value, abs=0.101)
            told += 1
    assert told > 0


@pytest.mark.parametrize("address", CASES, ids=str)
def test_every_file_of_a_pivot_holds_the_numbers_of_the_screen(looked, address):
    app, taken, _ = looked(address, page="1")
    shown = cells(app, address.get("lang", "en"))
    inner = {key: cell for key, cell in shown.items() if _is_inner(key, address)}
    table = taken.parquet("pivot-parquet")
    rows, columns = axes_of(address)
    by_key = {}
    measure_of = {MEASURES[key[0]].label(Words(address.get("lang", "en"))): key[0] for key in shown}
    for one in table.astype(object).where(table.notna(), None).to_dict("records"):
        codes = [tuple(one[f"{axis}_code"] or "" for axis in side) or None for side in (rows, columns)]
        by_key[measure_of[one["measure"]], *codes] = one
    for key, cell in inner.items():
        held = by_key[key]["value"]
        assert (held is None or pd.isna(held)) is (cell.value is None), key
        assert cell.value is None or cell.value == pytest.approx(float(held), abs=0.05), key  # the file has all digits
    csv = taken.csv("pivot-hxl.csv")
    assert csv.iloc[0].str.startswith("#").all()
    assert [None if value == "" else float(value) for value in csv["value"][1:]] == [
        None if pd.isna(value) else pytest.approx(value) for value in table["value"]
    ]
    _same_as_shown(taken, shown, address)


def _is_inner(key, address):
    rows, columns = axes_of(address)
    return (key[1] is not None) == bool(rows) and (key[2] is not None) == bool(columns)


def _same_as_shown(taken, shown, address):
    """The sheet "Data" and the CSV hold every number of the screen, its totals and what is said of it too."""
    sheets = list(taken.book("pivot-xlsx").values())
    data, csv = sheets[1], taken.csv("pivot-csv")
    cover = dict((row[0], row[1]) for row in sheets[0][2:])
    assert {"figure", "selection", "version", "taken_on"} <= set(cover)
    assert (cover["selection"] not in ("everything", "todo")) is ("place" in address)
    assert len(sheets) == 5
    assert all(len(sheet) > 1 for sheet in sheets)
    numbers = [
        value for row in data[1:] for value in row[len(axes_of(address)[0]) :] if isinstance(value, (int, float))
    ]
    for cell in shown.values():
        for value in (cell.value, cell.share, cell.change):
            if value is not None:
                assert any(
                    value == pytest.approx(one, abs=0.51 if value == cell.share else 0.011) for one in numbers
                ), cell
    said = " | ".join(str(value) for row in data for value in row if isinstance(value, str))
    for cell in shown.values():
        for word in (cell.unit, *(part for part in ("over", "about", "más de", "cerca de") if part in cell.words)):
            assert word in said, (cell, word)
    assert csv.columns[: len(data[0])].tolist() == list(data[0])
    assert len(csv) == len(data) - 1


@pytest.mark.parametrize("address", CASES, ids=str)
def test_an_open_cell_shows_as_many_rows_as_it_says_and_gives_them_all_to_take_along(looked, address):
    app, *_ = looked(address)
    shown = cells(app, address.get("lang", "en"))
    chosen = sorted((key for key in shown), key=str)
    for key in (chosen[0], chosen[len(chosen) // 2], chosen[-1]):
        again, taken, ask = looked(address, cell=json.dumps(key))
        behind = rows_of(ask, key, address)
        words = text(again)
        n = f"{len(behind):,}" if address.get("lang") != "es" else f"{len(behind):,}".replace(",", ".")
        assert f'<p class="tj-summary">{n} ' in words
        assert len(taken.parquet("rows-parquet")) == len(behind) == len(taken.csv("rows-csv"))
        assert len(taken.csv("rows-hxl.csv")) == len(behind) + 1
        assert len(next(iter(list(taken.book("rows-xlsx").values())[1:]))) == len(behind) + 1


def test_rows_that_a_file_cannot_hold_are_told_on_the_page_and_in_the_file(looked, monkeypatch):
    monkeypatch.setattr(explore_files, "SHEET_MOST", 3)
    address = {"data": "sample", "rows": "none", "columns": "none", "cell": json.dumps(["activities", None, None])}
    app, taken, _ = looked(address)
    n = int(next(iter(cells(app).values())).value)
    told = f"the first 3 of {n:,} rows"
    assert f"XLSX: {told}" in text(app)
    sheets = list(taken.book("rows-xlsx").values())
    assert (dict((row[0], row[1]) for row in sheets[0][2:])["rows"], len(sheets[1])) == (told, 4)
    assert len(taken.parquet("rows-parquet")) == n > 3
    assert "rows" not in taken.csv("rows-csv").columns
    assert "CSV, Parquet" not in text(app)


@pytest.mark.parametrize("data", ["sample", None])
def test_the_places_of_a_pivot_stand_on_the_map_with_the_numbers_of_the_screen(looked, data):
    address = {"rows": "department", "columns": "none"} | ({"data": data} if data else {})
    app, taken, _ = looked(address)
    shown = cells(app)
    features = json.loads(taken("pivot-geojson"))["features"]
    held = {one["properties"]["department_code"] or "": one["properties"] for one in features}
    for (_, row, _), cell in shown.items():
        if row is not None:
            assert held[row[0]]["value"] == cell.value
    assert len(held) == len(shown) - 1
    assert ("illustrative" in json.dumps(features[0]["properties"])) is (data == "sample")
