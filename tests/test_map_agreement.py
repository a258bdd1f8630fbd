"""No number on a map differs from its table, its legend or any file of it, whatever is shown and chosen.

Every kind of layer over random selections, levels, steps and classes; what programmes did is also counted slowly, in
plain Python, from the rows.
"""

import csv
import io
import json
import os
import random
import re
import sqlite3
from collections import Counter, defaultdict
from html import unescape

import pandas as pd
import pytest

from analytics.exports.frames import csv as csv_file
from analytics.exports.geo import as_geojson, as_geopackage
from analytics.exports.maps import About, map_sheet
from analytics.mapped import frame
from analytics.maps.bases import base_of
from analytics.maps.changes import difference
from analytics.maps.frames import VALUE, ZERO
from analytics.maps.layers import LayerSpec, View
from analytics.measuring import map_indicators, map_measures, map_places
from analytics.palette import Look
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.wording import Words
from tests.quality_trial import trial_warehouse

LOOK, EN = Look(), Words("en")
ABOUT = About("All", "Version", "Credits")
TRIED = ("recorded:extortion:extorsion:cases", "recorded:extortion:extorsion:cases:rate", "activities", "money:USD:2",
         "recorded-done:extortion:extorsion:cases", "attribute:population", "events:any:extorsion")  # fmt: skip
STATED = ("presence", "listed:extortion", "listed:micro_trafficking", "attribute:pdet", "flows:funder", "flows:seat")
MADE_UP = (
    "activities",
    "people",
    "money:USD:leveraged",
    "money:USD:mobilised",
    "indicator:programa-ejemplo-alliances:actual",
    "indicator:programa-ejemplo-alliances:share",
    "indicator:programa-ejemplo-plans:distance",
    "indicator:programa-ejemplo-young-people:actual",
    "indicator:programa-ejemplo-spaces:target",
)
CHANCE = int(os.environ.get("TEJIDO_SEED", "7"))


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    with trial_warehouse(tmp_path_factory.mktemp("agreement")) as warehouse:
        yield warehouse


def shown(warehouse, text, selection=None, **view):
    return frame(warehouse, LayerSpec.from_text(text), selection or Selection(), Reader(), LOOK, EN, view=View(**view))


def agrees(warehouse, found, key):
    """Digits, values, legend, table, CSV, GeoJSON, GeoPackage and the drawn page of one step say the same."""
    step, signs = found.step(key), {sign.digit: sign for sign in found.signs(key)}
    twin = found.twin(key).set_index("place_id")
    assert len(twin) == len(found.codes) == len(step.digits) == len(step.values)
    counted = Counter(step.digits)
    assert {sign.digit: sign.n for sign in signs.values() if sign.n} == dict(counted)
    for code, digit, value in zip(found.codes, step.digits, step.values, strict=True):
        said, sign = twin.at[code, "value"], signs[digit]
        assert (value is None) == pd.isna(said), code
        assert value is None or value == said, code
        assert twin.at[code, "class_name"] == sign.words
        assert twin.at[code, "state"] == sign.kind or (sign.kind == ZERO and value == 0)
        if sign.low is not None and sign.kind == VALUE:
            assert sign.low <= value <= sign.high
    _files_agree(warehouse, found, key)
    _page_agrees(warehouse, found, key)


def _files_agree(warehouse, found, key):
    taken, column = found.taken(key), "change" if found.is_change else "value"
    values = dict(zip(taken["place_id"], taken[column], strict=True))
    rows = list(csv.DictReader(io.StringIO(csv_file(taken, {"figure": found.title}).decode("utf-8-sig"))))
    assert {row["place_id"]: row[column] and float(row[column]) for row in rows} == {
        code: "" if pd.isna(value) else value for code, value in values.items()
    }
    places = map_places(warehouse, Selection(), Reader(), level=found.view.level, country=found.view.country)
    bases = [warehouse.snapshot.geometry(f"{name}.geojson") for name in ("countries", "departments")]
    whole = json.loads(as_geojson(taken, places, bases, {}, "low"))
    held = {one["properties"]["place_id"]: one["properties"][column] for one in whole["features"]}
    assert held == {code: None if pd.isna(value) else value for code, value in values.items()}
    with sqlite3.connect(":memory:") as package:
        package.deserialize(as_geopackage(taken, places, bases, {}, "low"))
        assert dict(package.execute(f"select place_id, {column} from places")) == held


def _page_agrees(warehouse, found, key):
    """The legend of the page: every class with places in it, with its words and how many they are."""
    index = place_index(warehouse, Selection(), Reader())
    page = map_sheet(found, key, base_of(found, warehouse.snapshot, index, "low"), ABOUT, LOOK, EN)
    said = " ".join(unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)</text>", page))
    assert found.title.split("?")[0].split()[0] in said
    for sign in () if found.style == "point" else found.signs(key):
        if sign.n and not (found.axes and sign.digit < "9"):
            assert all(word in said for word in sign.words.split())
            assert f" {EN.number(sign.n)} " in f" {said} "
    for hatch in found.hatches:
        assert hatch.n >= 1


def chances(warehouse, times):
    """Random selections, levels, steps and classes."""
    chance = random.Random(CHANCE)
    index = place_index(warehouse, Selection(), Reader())
    departments = sorted(index.loc[index["level"].eq("department") & index["country_code"].eq("CO"), "place_id"])
    for _ in range(times):
        first, last = sorted(chance.choices(range(2015, 2024), k=2))
        selection = Selection(period=chance.choice([None, None, (f"{first}-01", f"{last}-12")]),
                              place=tuple(sorted(chance.sample(departments, chance.choice([0, 0, 1, 4])))))  # fmt: skip
        level, steps = chance.choice(["municipality", "department"]), chance.choice(["all", "year", "year", "quarter"])
        view = {"level": level, "steps": steps, "scale": chance.choice(["fixed", "own"])}
        look = f"~m={chance.choice(['quantile', 'equal', 'natural'])}~k={chance.randint(3, 7)}"
        look += chance.choice(["", "~s=fill", "~s=circle", "~o=40"])
        yield chance, selection, view, look


@pytest.mark.parametrize("text", TRIED)
def test_what_sources_record_agrees_everywhere(tried, text):
    for chance, selection, view, look in chances(tried, 3):
        found = shown(tried, text + look, selection, **view)
        agrees(tried, found, chance.choice([step.key for step in found.steps]))


@pytest.mark.parametrize("text", STATED)
def test_what_documents_state_agrees_everywhere(published, text):
    for chance, selection, view, look in chances(published, 3):
        found = shown(published, text + look, selection, **view)
        agrees(published, found, chance.choice([step.key for step in found.steps]))


@pytest.mark.parametrize("text", ["flows:seat", "presence"])
def test_the_world_agrees_everywhere(published, text):
    found = shown(published, text, level="country", country="", steps="all")
    agrees(published, found, "all")


@pytest.mark.parametrize("text", MADE_UP)
def test_what_a_programme_did_agrees_everywhere_and_with_the_slow_way(illustrative, text):
    for chance, selection, view, look in chances(illustrative, 3):
        found = shown(illustrative, text + look, selection, **view)
        agrees(illustrative, found, chance.choice([step.key for step in found.steps]))
        if slow := SLOW.get(text.split(":")[0]):
            expected = slow(illustrative, text, selection, view)
            for step in found.steps:
                values = dict(zip(found.codes, step.values, strict=True))
                own = {code: n for (code, key), n in expected.items() if key == step.key and code in values}
                assert {code: value for code, value in values.items() if value is not None} == pytest.approx(own)


@pytest.mark.parametrize("text", [TRIED[0], TRIED[1], "activities"])
def test_a_difference_agrees_everywhere_and_is_the_second_less_the_first(tried, text):
    for _, selection, view, _ in chances(tried, 4):
        found = shown(tried, text, selection, **view | {"steps": "year"})
        if len(found.steps) < 2:
            continue
        first, second = found.steps[0].key, found.steps[-1].key
        change = difference(found, first, found, second, LOOK, EN)
        agrees(tried, change, change.shown)
        before, after = (dict(zip(found.codes, found.step(key).values, strict=True)) for key in (first, second))
        for code, value in zip(change.codes, change.step(change.shown).values, strict=True):
            both = before[code] is not None and after[code] is not None
            assert (value is not None) == both
            assert not both or value == pytest.approx(after[code] - before[code])


# --- the slow way -----------------------------------------------------------------------------------------------------


def _rows(warehouse, name):
    tables = [pd.read_parquet(path) for path in warehouse.snapshot.tables("analyst")[name]]
    return [{key: None if pd.isna(value) else value for key, value in row.items()}
            for row in pd.concat(tables).to_dict("records")]  # fmt: skip


def _step(day, steps):
    if steps == "all":
        return "all"
    if day is None:
        return None
    return {"year": f"{day.year}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}"}[steps]


def _area(place, level, parents):
    if level == "municipality":
        return place if place and len(place) == 5 else None
    return parents.get(place) if place and len(place) == 5 else place


def _is_inside(place, chosen, parents):
    return not chosen or bool({place, parents.get(place), parents.get(parents.get(place))} & set(chosen))


class Facts:
    """The rows of the activities that pass a selection, with their places."""

    def __init__(self, warehouse, selection):
        index = place_index(warehouse, Selection(), Reader())
        self.parents = dict(zip(index["place_id"], index["parent_id"], strict=True))
        self.places = defaultdict(list)
        for row in _rows(warehouse, "activity_places"):
            self.places[row["activity_id"]].append(row["place_id"])
        self.from_, self.to = selection.period or ("0001-01", "9999-12")
        self.activities = {
            row["activity_id"]: row for row in _rows(warehouse, "activities")
            if row["disclosure"] == "open" and self.is_within(row)
            and (not selection.place or any(self.has(place, selection) for place in self.places[row["activity_id"]]))
        }  # fmt: skip

    def is_within(self, row):
        start, end = row["start_on"], row["end_on"]
        return (start is None or f"{start:%Y-%m}" <= self.to) and (end is None or f"{end:%Y-%m}" >= self.from_)

    def has(self, place, selection):
        return _is_inside(place, selection.place, self.parents)

    def is_dated(self, day):
        return (self.from_, self.to) == ("0001-01", "9999-12") or (
            day is not None and self.from_ <= f"{day:%Y-%m}" <= self.to
        )


def _people(warehouse, text, selection, view):
    facts, found = Facts(warehouse, selection), defaultdict(set)
    for row in _rows(warehouse, "participations"):
        activity = facts.activities.get(row["activity_id"])
        if activity is None:
            continue
        own = facts.places[row["activity_id"]]
        place = row["place_id"] or (own[0] if len(own) == 1 else None)
        day = row["held_on"] or activity["start_on"]
        if facts.is_dated(day) and facts.has(place, selection):
            key = _area(place, view["level"], facts.parents), _step(day, view["steps"])
            found[key].add((row["dataset"], row["person_number"]))
    return {key: len(people) for key, people in found.items()}


def _activities(warehouse, text, selection, view):
    facts, found = Facts(warehouse, selection), defaultdict(set)
    for code, row in facts.activities.items():
        first = row["start_on"] or row["reported_from_on"] or row["end_on"]
        last = row["end_on"] or row["reported_to_on"] or row["start_on"]
        keys = {"all"}
        if view["steps"] != "all" and first is None:
            continue
        if view["steps"] != "all":
            months = [
                pd.Period(first, "M") + n for n in range((last.year - first.year) * 12 + last.month - first.month + 1)
            ]
            keys = {_step(month.start_time, view["steps"]) for month in months}
            kept = pd.period_range(facts.from_, facts.to, freq="M") if selection.period else None
            if kept is not None:
                keys &= {_step(month.start_time, view["steps"]) for month in kept}
        for place in facts.places[code]:
            if facts.has(place, selection) and (area := _area(place, view["level"], facts.parents)):
                for key in keys:
                    found[area, key].add(code)
    return {key: len(codes) for key, codes in found.items()}


def _money(warehouse, text, selection, view):
    _, currency, kind = text.split(":")
    facts, found = Facts(warehouse, selection), defaultdict(float)
    for row in _rows(warehouse, "contributions"):
        if row["activity_id"] not in facts.activities or (row["currency"], row["flow"]) != (currency, kind):
            continue
        areas = {_area(place, view["level"], facts.parents) for place in facts.places[row["activity_id"]]}
        if len(areas) == 1 and facts.is_dated(row["end_on"]):
            found[areas.pop(), _step(row["end_on"], view["steps"])] += row["amount"]
    return found


SLOW = {"people": _people, "activities": _activities, "money": _money}


def test_every_indicator_of_the_example_is_offered_at_a_level_that_has_it(opened, sample_home):
    app = opened("map", sample_home, data="sample", layer="indicator:programa-ejemplo-alliances:share")
    sent = json.loads(app.get("bidi_component")[0].proto.json)
    assert sent["frames"]
    assert any("not computable" not in one.value for one in app.title)
    more = app.selectbox(key="more-layer").options
    for name in ("Alliances formed: reached", "Alliances formed: share of the target", "People who took part, by place",
                 "Leveraged in USD, by place", "Mobilised in USD, by place"):  # fmt: skip
        assert name in more


def test_amounts_are_offered_by_currency_and_kind(illustrative):
    asked = map_measures(illustrative, Selection(), Reader())
    slow = Counter((row["flow"], row["currency"]) for row in _rows(illustrative, "contributions") if row["activity_id"])
    money = asked[asked["measure"] == "money"]
    assert {(row.money_kind, row.currency): row.rows_held for row in money.itertuples()} == slow
    people = asked.loc[asked["measure"] == "people", "rows_held"]
    assert people.tolist() == [len(_rows(illustrative, "participations"))]


def test_the_layers_offered_are_those_that_the_data_holds(illustrative):
    held = map_indicators(illustrative, Selection(), Reader()).set_index("indicator_id")
    kinds = pd.DataFrame(_rows(illustrative, "observations")).groupby("indicator_id")["kind"].agg(set)
    for code, row in held.iterrows():
        assert row["has_target"] == ("target" in kinds.get(code, set()))
