"""Every number that stands on Results opens its rows: their number and what they come to agree with it."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from analytics.aggregation import cell_of, indicator_rows, indicator_totals, standing_of
from analytics.results import PERIOD, indicator_results, indicator_sides, within
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.conftest import SHARED
from tests.importing import published as import_files
from tests.importing import written
from tests.pages import html

LINK = re.compile(r'<a(?: class="figure")? href="([^"]*rows=[^"]*)"[^>]*>([^<]+)</a>')
WORDS = re.compile(r"targets?|metas?|not |no ")  # a link in words, to the rows of what is not added up
CASES = [
    {"data": "sample"},
    {"data": "sample", "indicator": "programa-ejemplo-young-people"},
    {"data": "sample", "indicator": "programa-ejemplo-days", "across": "department"},
    {"data": "sample", "period": "2018-01..2019-12", "place": "05", "lang": "es"},
    {"data": "sample", "across": "period", "first": "2016-05..2018-06", "second": "2020-02..2030-01", "lang": "es"},
    {},
]


def links(app):
    """Each number of the page that opens rows: the cell that it names, and its words."""
    found = []
    for href, words in LINK.findall(html(app)):
        cell = parse_qs(urlsplit(unescape(href)).query, keep_blank_values=True)["rows"][0].split("~")
        found.append((tuple(cell), unescape(words)))
    return list(dict.fromkeys(found))


def selection(address):
    period = tuple(address["period"].split("..")) if "period" in address else ()
    return Selection.of({"period": period, "place": (address["place"],) if "place" in address else ()})


def amount_in(words):
    """The digits of a number as it is written, less what stands around it."""
    return re.sub(r"[^\d]", "", re.sub(r"\(.*\)", "", words))


@pytest.mark.parametrize("address", CASES, ids=str)
def test_every_number_opens_rows_that_come_to_it(opened, sample_home, illustrative, published, address):
    engine = illustrative if address.get("data") else published
    app = opened("results", sample_home, **address)
    assert _compared(app, engine, address) > (8 if not address else 40)


TABLE = """indicador,unidad,linea de base,meta,valor alcanzado,inicio,fin,codigo dane,sexo,como se juntan sus valores
Personas formadas,personas,0,400,380,2022-01-01,2022-12-31,05001,mujeres,se suma
Personas formadas,personas,0,300,210,2022-01-01,2022-12-31,05001,hombres,se suma
Personas formadas,personas,0,500,450,2023-01-01,2023-12-31,05001,mujeres,se suma
Personas formadas,personas,0,200,90,2022-01-01,2022-12-31,13001,mujeres,se suma
Personas formadas,personas,0,200,70,2023-01-01,2023-12-31,13001,mujeres,se suma
Acuerdos firmados,acuerdos,2,12,9,2022-01-01,2022-12-31,05001,,ultimo
Acuerdos firmados,acuerdos,2,20,18,2023-01-01,2023-12-31,05001,,ultimo
Nivel de confianza,puntos,50,60,55,2023-01-01,2023-12-31,05001,,
Nivel de confianza,puntos,50,70,58,2023-01-01,2023-12-31,13001,,
"""
TRACKED = """Programme,Part,Indicator,Unit,Baseline,Target FY22,Actual FY22,Target FY23,Actual FY23,LOP Target,Rule
Alpha,Peace,People trained,people,0,1200,1350,2000,N/A,5000,sum
Alpha,Peace,   Female,people,0,600,700,1000,TBD,2500,sum
Alpha,Peace,   Male,people,0,600,650,1000,-,2500,sum
Alpha,Peace,Alliances that last,%,10%,40%,45%,50%,52%,60%,
Alpha,Justice,Incidents,incidents,20,15,17,10,16,0,last
Beta,Justice,People trained,people,0,100,0,100,130,,sum
""".replace("Rule", "Aggregation").replace("Part", "Component")
REAL = {
    "iati": ("iati203_examples", "activity-standard-example-annotated.xml"),
    "sahel": ("hxl_3w", "rowca-3w-hxl.csv"),
}


@pytest.mark.parametrize(("name", "least"), [("metas", 20), ("tracked", 20), ("iati", 5), ("sahel", 60)])
def test_every_number_of_an_import_opens_its_rows(opened, published_home, tmp_path, monkeypatch, name, least):
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    file = written(tmp_path, TRACKED if name == "tracked" else TABLE, f"{name}.csv")
    if name in REAL:
        path = SHARED.joinpath("data", *REAL[name])
        if not path.is_file():
            pytest.skip("the real files are not on this machine")
        file = (path, path.name)
    with Warehouse(import_files(file, workspace=name)) as engine:
        for more in ({}, {"lang": "es"}):
            app = opened("results", tmp_path, data=name, **more)
            assert _compared(app, engine, more) > least


def _compared(app, engine, address):
    """Holds every number of the page against its rows; returns how many."""
    assert not app.exception
    assert not app.error
    shown, lang = links(app), address.get("lang", "en")
    reader, chosen, known = Reader("analyst", lang), selection(address), {}
    whole = chosen
    for (indicator, kind, over, by, bucket, key), words in shown:
        chosen = within(whole, bucket) if over == PERIOD else whole
        if over == PERIOD:
            over, bucket, known = "none", "", {}
        asked = {"indicators": (indicator,), "over": over, "by": by}
        if (indicator, over, by) not in known:
            known[indicator, over, by] = indicator_totals(engine, chosen, reader, **asked)
        total = cell_of(known[indicator, over, by], kind, bucket, key)
        assert total is not None, (words, indicator, kind, over, by, bucket, key)
        rows = indicator_rows(engine, chosen, reader, value_kind=kind, bucket=bucket, key=key, **asked)
        assert len(rows) == total.rows_counted > 0
        if pd.notna(total.value) and total.aggregation == "sum" and "counts" in rows and rows["thing"].isna().all():
            assert rows.loc[rows["counts"], "value"].sum() == pytest.approx(total.value)
        if total.aggregation == "distinct" and rows["thing"].notna().all():
            assert rows["thing"].nunique() == total.value
        if total.aggregation == "weighted_mean" and kind == "actual" and not words.endswith(("%", " %")):
            stands = standing_of(rows, total.measure)  # the number is that of the last period
            assert re.search(rf"(^|\D){re.escape(Words(lang).number(round(stands.value, 1)))}$", words), words
        is_whole = pd.notna(total.value) and float(total.value).is_integer()
        if total.measure == "count" and is_whole and not (words.endswith("%") or WORDS.search(words)):
            assert amount_in(words) == str(int(total.value)), (words, total.value)
    return len(shown)


@pytest.mark.parametrize("kind", ["baseline", "target"])
def test_baselines_and_targets_are_numbers_that_open_too(opened, sample_home, kind):
    app = opened("results", sample_home, data="sample")
    assert [words for (_, own, *_), words in links(app) if own == kind]


def test_the_sides_are_those_that_totals_have(illustrative):
    told = indicator_sides(illustrative, Selection(), Reader())
    for axis in ("department", "component", "sex", "age_group", "programme"):
        totals = indicator_totals(illustrative, Selection(), Reader(), by=axis)
        totals = totals[totals["value_kind"].isin(("actual", "published_total")) & totals["key"].notna()]
        ours = told[(told["axis"] == axis) & told["has_value"]]
        assert set(zip(totals["indicator_id"], totals["key"], strict=True)) <= set(
            zip(ours["indicator_id"], ours["code"], strict=True)
        )
        names = dict(zip(totals["key"], totals["key_name"], strict=True))
        assert {
            code: name for code, name in zip(ours["code"], ours["code_name"], strict=True) if code in names
        } == names


def test_kept_atoms_change_no_answer(illustrative):
    whole = indicator_results(illustrative, Selection(), Reader(), by="department")
    for one in whole["indicator_id"].unique():
        alone = indicator_results(illustrative, Selection(), Reader(), indicators=(one,), by="department")
        pd.testing.assert_frame_equal(
            alone.reset_index(drop=True)[["key", "actual", "target", "baseline"]],
            whole[whole["indicator_id"] == one].reset_index(drop=True)[["key", "actual", "target", "baseline"]],
        )
