"""Layers of the map over real files of publishers: what must be shown, exactly."""

import os
import random
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics import boundary_sets
from analytics.exports.maps import About, map_file, map_sheet
from analytics.mapped import frame
from analytics.maps.bases import base_of, credits_of
from analytics.maps.changes import difference
from analytics.maps.events import packed
from analytics.maps.frames import LIMITED, NO_DATA, NOT_COMPUTABLE, NOT_STATED, TWICE, VALUE, ZERO, Points
from analytics.maps.layers import LayerSpec, View
from analytics.measuring import map_rates, recorded_against_done
from analytics.palette import Look
from analytics.places import place_index
from analytics.reading_maps import summary
from analytics.records import recorded_without_activity
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.conftest import SHARED
from tests.test_import_real import DATA, NATIONAL, Imported

LOOK, EN = Look(), Words("en")
GEO = SHARED / "geo" / "dane"
EXTORTION = "recorded:extortion:extortion-mindefensa:cases"
COCA = "recorded:illicit_crops:coca-2020-2022:hectares"
MASSACRES = {"issue_type_id": "massacre", "dataset": "massacres-mindefensa", "measure": "victims"}
DONE = "recorded-done:massacre:massacres-mindefensa:victims"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the publishers' files are not on this machine")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """One data folder for the module: these imports take their time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(tmp_path_factory.mktemp("real-maps")))
        yield


@pytest.fixture(autouse=True)
def data_home(home):
    """In place of the guard that gives each test a folder of its own."""


@pytest.fixture(scope="module")
def house(home):
    """Colombia's IATI activities beside national tables of issues, population, and UCDP's events."""
    folder = DATA / "iati203_colombia_aims"
    names = ("iati_2.03_ColombiaAIMS.xml", "locations.csv", "projects.csv")
    Imported("maps", [folder / name for name in names], as_of=date(2016, 1, 1))
    national = ("extortion_mindefensa.csv", "massacres_mindefensa.csv", "coca_2020_2022.csv", "data_source.csv",
                "municipal_population_projections_dane.csv")  # fmt: skip
    Imported("maps", [NATIONAL / name for name in national])
    events = Imported("maps", [DATA / "col_ucdp_ged" / "conflict_data_col.csv"],
                      accepted=frozenset({"place_unknown", "place_fuzzy", "place_ambiguous"}))  # fmt: skip
    with Warehouse(events.snapshot) as warehouse:
        yield warehouse


def shown(house, text, selection=None, lang="en", **view):
    return frame(house, LayerSpec.from_text(text), selection or Selection(), Reader(lang=lang), LOOK, Words(lang),
                 view=View(**view))  # fmt: skip


def states(found, key):
    signs = {sign.digit: sign.kind for sign in found.signs(key)}
    return dict(zip(found.codes, (signs[digit] for digit in found.step(key).digits), strict=True))


# --- 3: events --------------------------------------------------------------------------------------------------------


def test_of_4632_events_3707_are_points_894_hatch_their_area_and_31_have_no_place(house):
    found = shown(house, "events:any:conflict-data-col", steps="all")
    source = pd.read_csv(DATA / "col_ucdp_ged" / "conflict_data_col.csv", dtype=str).iloc[1:]
    exactly = source["where_prec"].isin(["1", "2"]).sum()
    assert [sign.n for sign in found.point_signs] == [exactly, 1458]
    assert found.points.weight.sum() == exactly + 1458
    gone = {one.reason: one.n for one in found.unplaced}
    assert gone == {"coarser": 894, "no_place": 31}
    assert sum(hatch.n for hatch in found.hatches) == 894
    assert found.points.weight.sum() + sum(gone.values()) == 4632
    assert "894 events are placed no finer than a department" in summary(found, "all", EN)


def test_no_point_stands_where_a_coarse_event_was_put(house):
    """Each exact point is one of the file's exact points; those of areas are never drawn."""
    found = shown(house, "events:any:conflict-data-col", steps="all")
    source = pd.read_csv(DATA / "col_ucdp_ged" / "conflict_data_col.csv", dtype=str).iloc[1:]
    own = source[source["where_prec"].isin(["1", "2"])]
    known = own[["longitude", "latitude"]].astype(float).drop_duplicates().to_numpy()
    drawn = found.points.position.reshape(-1, 2)[found.points.group == 0]
    away = np.abs(drawn[:, None, :] - known[None, :, :]).max(axis=2).min(axis=1)
    assert away.max() < 0.00052  # rounded to a thousandth of a degree


# --- 4: rates and differences -----------------------------------------------------------------------------------------


def test_extortion_per_100000_uses_the_population_of_that_year_and_is_not_computable_before_2005(house):
    found = shown(house, EXTORTION + ":rate")
    source = pd.read_csv(NATIONAL / "extortion_mindefensa.csv", dtype=str)
    people = pd.read_csv(NATIONAL / "municipal_population_projections_dane.csv", dtype=str)
    cases = source.assign(n=pd.to_numeric(source["amount"]))
    cases = cases[cases["year_of_incident"].eq("2023")].groupby("dane_code")["n"].sum()
    lived = people.assign(n=pd.to_numeric(people["population"])).groupby(["dane_code", "year"])["n"].sum()
    values = dict(zip(found.codes, found.step("2023").values, strict=True))
    for place in ("05001", "11001", "76001", "52835", "27001"):
        assert values[place] == pytest.approx(cases[place] * 100_000 / lived[place, "2023"]), place
    for step in found.steps:
        kinds = set(states(found, step.key).values())
        assert (VALUE in kinds) is (step.key >= "2005"), step.key
        assert (NOT_COMPUTABLE in kinds) is (step.key < "2005" or step.key > "2035"), step.key
    assert "Not computable for want of a population of that year: 1996 – 2004." in found.notes
    assert [step.key for step in found.steps if step.is_partial] == ["2024"]
    asked = map_rates(house, Selection(), Reader(), issue_type_id="extortion", dataset="extortion-mindefensa",
                      measure="cases")  # fmt: skip
    told = asked.set_index(["step_key", "place_id"])["per_100k"].dropna().to_dict()
    shown_values = {
        (step.key, code): value for step in found.steps
        for code, value in zip(found.codes, step.values, strict=True) if value is not None
    }  # fmt: skip
    assert shown_values.keys() == told.keys()
    assert all(value == pytest.approx(told[key]) for key, value in shown_values.items())


def test_coca_of_two_years_has_one_scale_and_names_the_code_that_stands_twice(house):
    found = shown(house, COCA)
    bounds = [[(sign.low, sign.high) for sign in found.signs(key) if sign.kind == VALUE] for key in ("2020", "2022")]
    assert bounds[0] == bounds[1]
    assert [states(found, key)["05480"] for key in ("2020", "2022")] == [TWICE, TWICE]
    assert "Mutatá (05480) is stated twice (2020: 0 and 1; 2022: 0 and 10): it is not added up." in found.notes
    source = pd.read_csv(NATIONAL / "coca_2020_2022.csv", dtype=str)
    once = source[~source["dane_code"].duplicated(keep=False)].set_index("dane_code")
    for key in ("2020", "2022"):
        values = dict(zip(found.codes, found.step(key).values, strict=True))
        assert {code: value for code, value in values.items() if value is not None} == {
            code: float(value) for code, value in once[key].items()
        }


def test_the_difference_of_coca_leaves_out_what_is_stated_twice(house):
    found = shown(house, COCA)
    change = difference(found, "2020", found, "2022", LOOK, EN)
    key = change.shown
    table = change.twin(key).set_index("place_id")
    assert (table.at["52835", "value"], table.at["52835", "denominator"] + 11_887) == (
        11_887, table.at["52835", "numerator"],
    )  # fmt: skip
    kinds = states(change, key)
    assert kinds["05480"] == TWICE
    assert {kind for kind in kinds.values()} == {VALUE, LIMITED, TWICE, NO_DATA}
    assert "Largest rises: San Andrés de Tumaco (11,887)" in summary(change, key, EN)


# --- 5: recorded against done -----------------------------------------------------------------------------------------


def test_recorded_against_done_names_the_highest_counts_without_an_activity_and_equals_the_question(house):
    found = shown(house, DONE)
    asked = recorded_against_done(house, Selection(), Reader(), **MASSACRES)
    listed = recorded_without_activity(house, Selection(issue=("massacre",)), Reader())
    table = found.twin("all")
    without = table[table["record_rows"].gt(0) & table["activities"].eq(0)]
    assert set(without["place_id"]) == set(listed["place_id"])
    totals = listed.set_index("place_id")["total"]
    assert all(totals[row.place_id] == row.value for row in without.itertuples())
    highest = asked[asked["activities"].eq(0)].head(5)
    often = asked["place_name"].value_counts()
    names = EN.listing([
        f"{row.place_name}{f', {row.department_name}' if often[row.place_name] > 1 else ''} "
        f"({EN.number(int(row.total))})" for row in highest.itertuples()
    ])  # fmt: skip
    assert "Bolívar, Cauca (19)" in names  # three municipalities are called Bolívar
    assert f"The highest recorded counts without an activity at municipality level: {names}." in found.notes
    assert (
        highest["place_id"].iloc[0]
        == without.sort_values(["value", "place_id"], ascending=[False, True])["place_id"].iloc[0]
    )
    assert {hatch.place_id for hatch in found.hatches} == set(
        asked.loc[asked["department_activities"].gt(0), "department_id"]
    )


# --- 7: a hundred thousand points -------------------------------------------------------------------------------------


def test_a_hundred_thousand_events_travel_in_one_and_a_half_megabytes(house):
    found = shown(house, "events:any:conflict-data-col", steps="all")
    times = -(-100_000 // len(found.points))
    many = Points(np.tile(found.points.position, times), np.tile(found.points.group, times),
                  np.tile(found.points.weight, times), np.tile(found.points.step, times))  # fmt: skip
    assert len(many) >= 100_000
    assert len(packed(many)) == 12 + 15 * len(many)


# --- 8: no number differs ---------------------------------------------------------------------------------------------


def _slow(records, selection, level, parents):
    """The recorded counts again, slowly: {(place, year): total or None}."""
    totals, rows = defaultdict(float), defaultdict(int)
    for row in records:
        year = row["end_on"][:4] if row["end_on"] else None
        if not year or row["start_on"][:4] != year:
            continue
        if selection.period and not (
            row["start_on"][:7] <= selection.period[1] and row["end_on"][:7] >= selection.period[0]
        ):
            continue
        place = row["place_id"]
        line = [place, parents.get(place), parents.get(parents.get(place))] if place else []
        if selection.place and not set(line) & set(selection.place):
            continue
        at = place if level == "municipality" and place and len(place) == 5 else None
        if level == "department" and place:
            at = place if len(place) == 2 and place.isdigit() else parents.get(place) if len(place) == 5 else None
        if at:
            rows[at, year] += row["count"] is not None
            totals[at, year] += row["count"] or 0
    return {key: totals[key] if n else None for key, n in rows.items()}


def test_over_random_selections_no_number_differs_from_the_table_the_export_or_the_slow_way(house):
    index = place_index(house, Selection(), Reader())
    parents = dict(zip(index["place_id"], index["parent_id"], strict=True))
    held = pd.concat([pd.read_parquet(path) for path in house.snapshot.tables("analyst")["issue_records"]])
    held = held[held["dataset"] == "massacres-mindefensa"]
    records = [
        {"place_id": r.place_id, "start_on": str(r.start_on)[:10], "end_on": str(r.end_on)[:10],
         "count": None if pd.isna(r.count_) else r.count_}
        for r in held.rename(columns={"count": "count_"}).itertuples()
    ]  # fmt: skip
    chance = random.Random(int(os.environ.get("TEJIDO_SEED", "11")))
    departments = sorted({code for code in parents if len(code) == 2 and code.isdigit()})
    for _ in range(12):
        first, last = sorted(chance.choices(range(2003, 2024), k=2))
        selection = Selection(
            period=chance.choice([None, (f"{first}-01", f"{last}-12")]),
            place=tuple(chance.sample(departments, chance.choice([0, 0, 1, 3]))),
        )
        level = chance.choice(["municipality", "department"])
        method, k = chance.choice(["quantile", "equal", "natural"]), chance.randint(3, 7)
        text = f"recorded:massacre:massacres-mindefensa:victims~m={method}~k={k}"
        found = shown(house, text, selection, level=level)
        slow = _slow(records, selection, level, parents)
        for step in found.steps:
            table = found.twin(step.key).set_index("place_id")
            signs = {sign.digit: sign for sign in step.classes}
            for code, digit, value in zip(found.codes, step.digits, step.values, strict=True):
                assert value == slow.get((code, step.key)), (selection, code, step.key)
                assert table.at[code, "class_name"] == signs[digit].words
                if value is None:
                    assert pd.isna(table.at[code, "value"])
                    assert signs[digit].kind in (NO_DATA, NOT_STATED)
                else:
                    assert table.at[code, "value"] == value
                    assert signs[digit].kind == ZERO or signs[digit].low <= value <= signs[digit].high
        expected = {year for (code, year) in slow if code in found.codes}
        assert {step.key for step in found.steps} - {"all"} == expected
        page = map_sheet(found, found.shown, base_of(found, house.snapshot, index), _about(found), LOOK, EN)
        for sign in found.signs(found.shown):
            assert not sign.n or all(part in page for part in sign.words.split()[:1])


def _about(found):
    return About("All", "Version", credits_of(found, EN))


# --- exports with official boundaries ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bounded(home):
    if not GEO.is_dir():
        pytest.skip("the official boundaries are not on this machine")
    from analytics.__main__ import main

    assert main(["boundaries", str(GEO / "co_mgn2021_low.topojson"), "--level", "municipality", "--credit",
                 "Departamento Administrativo Nacional de Estadística - DANE: www.dane.gov.co", "--vintage", "2021",
                 "--licence", "CC BY 4.0"]) == 0  # fmt: skip
    return boundary_sets.current()


def test_a_page_has_the_official_boundaries_their_credit_and_an_inset_for_san_andres(house, bounded):
    found = shown(house, EXTORTION + ":rate")
    index = place_index(house, Selection(), Reader())
    about = _about(found)
    assert "DANE" in about.credits
    assert "2021 (CC BY 4.0)" in about.credits
    page = map_sheet(found, "2023", base_of(found, house.snapshot, index), about, LOOK, EN)
    assert page.count("<svg") == 4  # the page, the map, where the country lies, and the archipelago
    assert "Archipiélago" in page
    for form, head in (("pdf", b"%PDF-"), ("png", b"\x89PNG"), ("svg", b"<svg")):
        assert map_file(page, form, 96).startswith(head)
