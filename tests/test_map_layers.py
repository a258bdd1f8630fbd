"""Every layer of the map over the published record, the tiny import and small answers worked out by hand."""

from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.errors import QuestionError
from analytics.importing.records import SCHEMA, shared
from analytics.importing.reference import Reference
from analytics.mapped import frame
from analytics.maps import against, events, flows, known, work
from analytics.maps.filling import filled, timeless_notes
from analytics.maps.frames import NOT_COMPUTABLE, RESERVED, Hatch, Points, Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.paths import tables_folders
from analytics.records import recorded_without_activity
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.importing import published as published_files
from tests.importing import written
from tests.quality_trial import trial_warehouse

LOOK, SAY = Look(), Words("en")
PLACES = pd.DataFrame(
    {
        "place_id": ["05001", "05002", "13001"], "place_name": ["Ñandú", "L'Aurora", "Puerto Uno"],
        "parent_name": ["Árboles", "Árboles", "Boca"], "parent_id": ["05", "05", "13"], "level": ["municipality"] * 3,
        "lat": [7.0, 7.5, None], "lon": [-75.0, -75.5, None],
    }
)  # fmt: skip
INDEX = pd.concat(
    [PLACES, pd.DataFrame({"place_id": ["05", "13"], "place_name": ["Árboles", "Boca"], "level": ["department"] * 2,
                           "parent_id": ["CO", "CO"]})]
)  # fmt: skip


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """The warehouse over the tiny import."""
    with trial_warehouse(tmp_path_factory.mktemp("mapped")) as warehouse:
        yield warehouse


def shown(house, text, role="analyst", selection=None, **view):
    lang = view.pop("lang", "en")
    return frame(
        house, LayerSpec.from_text(text), selection or Selection(), Reader(role, lang), LOOK, Words(lang),
        view=View(**view),
    )  # fmt: skip


def values(found, key=None):
    """The values of a step by place, those that have one."""
    step = found.step(key or found.shown)
    return {code: value for code, value in zip(found.codes, step.values, strict=True) if value is not None}


def names(found, key=None):
    """The places of each class of a step, by its words."""
    key = key or found.shown
    digits = found.step(key).digits
    return {
        sign.words: {code for code, digit in zip(found.codes, digits, strict=True) if digit == sign.digit}
        for sign in found.signs(key)
        if sign.n
    }


# --- the published record ---------------------------------------------------------------------------------------------


def test_ten_municipalities_have_a_list_and_five_name_micro_trafficking(published):
    found = names(shown(published, "listed:micro_trafficking"))
    assert {words: len(codes) for words, codes in found.items()} == {
        "“Micro-trafficking” is on its list": 5, "has a list, without this issue: not listed is not absent": 5,
        "no list of a dialogue": len(shown(published, "listed").codes) - 10,
    }  # fmt: skip


def test_presence_says_where_and_how_exactly(published):
    found = shown(published, "presence", level="department")
    patterns = {sign.pattern for sign in found.classes if sign.n}
    assert {"fill", "hatch"} <= patterns
    assert not found.is_empty
    assert shown(published, "presence", level="country", country="").codes[0] == "CO"


def test_pdet_is_170_municipalities(published):
    assert len(names(shown(published, "attribute:pdet"))["PDET municipality"]) == 170
    assert sum(values(shown(published, "attribute:pdet", level="department")).values()) == 170


@pytest.mark.parametrize(
    "text", ["activities", "people", "money:USD", "flows:funder", "flows:seat", "attribute:nothing"]
)
@pytest.mark.parametrize("level", ["municipality", "department", "country"])
def test_every_layer_has_a_frame_at_every_level_in_both_languages(published, text, level):
    english, spanish = (shown(published, text, level=level, lang=lang) for lang in ("en", "es"))
    assert english.title != spanish.title or text.startswith("attribute:")
    for one, other in zip(english.steps, spanish.steps, strict=True):
        assert (one.digits, one.values) == (other.digits, other.values)


@pytest.mark.parametrize(
    "text", ["listed:nothing", "indicator:nothing", "recorded:nothing:a:cases", "recorded-done:x:y:z"]
)
def test_a_code_that_the_record_does_not_know_is_told(published, text):
    with pytest.raises(QuestionError, match="nothing|'x'"):
        shown(published, text)


# --- what was imported ------------------------------------------------------------------------------------------------


def test_activities_are_counted_where_they_are_placed_and_hatch_what_is_coarser(tried):
    found = shown(tried, "activities", steps="all")
    assert values(found) == {"05154": 2}
    assert {(hatch.place_id, hatch.n) for hatch in found.hatches} == {("05", 1), ("CO", 1)}
    assert {gone.reason: gone.n for gone in found.unplaced} == {"no_place": 1}
    assert values(shown(tried, "activities", steps="all", level="department")) == {"05": 3}
    assert values(shown(tried, "activities", steps="all", level="country", country="")) == {"CO": 4}


def test_an_activity_is_there_in_every_step_that_it_runs_in(tried):
    found = shown(tried, "activities", steps="month")
    months = [step.key for step in found.steps if "05154" in values(found, step.key)]
    assert (months[0], months[-1], len(months)) == ("2019-06", "2020-05", 12)
    # the other one there states no end: it is counted in the month that it starts in, and a note says so
    assert [key for key in months if values(found, key)["05154"] == 2] == ["2020-01"]
    assert "Activities without a stated end are counted where they start (up to 1 in a step)." in found.notes
    quarters = [step.key for step in shown(tried, "activities", steps="quarter").steps]
    assert quarters[:5] == ["2019-Q2", "2019-Q3", "2019-Q4", "2020-Q1", "2020-Q2"]
    chosen = Selection(period=("2020-02", "2020-04"))
    assert [s.key for s in shown(tried, "activities", steps="month", selection=chosen).steps] == [
        "2020-02", "2020-03", "2020-04",
    ]  # fmt: skip


def test_money_stands_in_one_currency_and_goes_only_where_its_activity_is_in_one_place(tried):
    dollars = shown(tried, "money:USD", steps="all")
    assert values(dollars) == {"05154": 1000}
    assert {gone.reason: gone.words for gone in dollars.unplaced} == {
        "coarser": "USD 1,000 placed no finer than a larger area",
    }  # fmt: skip
    assert [gone.words for gone in shown(tried, "money:EUR", steps="all").unplaced] == [
        "EUR 500 of activities without a place"
    ]


def test_recorded_against_done_is_the_list_of_recorded_without_activity(tried):
    (dataset,) = {row.dataset for row in recorded_without_activity(tried, Selection(), Reader()).itertuples()}
    found = shown(tried, f"recorded-done:extortion:{dataset}:cases")
    table = found.twin("all")
    without = table[table["record_rows"].gt(0) & table["activities"].eq(0)]
    asked = recorded_without_activity(tried, Selection(), Reader()).set_index("place_id")
    assert set(without["place_id"]) == set(asked.index) == {"05120", "13248"}
    for row in without.itertuples():
        assert row.department_activities == asked.at[row.place_id, "department_activities"]
    # a municipality whose rows state no count is recorded, and in no class of counts
    assert names(found)["not stated: a row without a value"] == {"13248"}
    assert {"05"} == {hatch.place_id for hatch in found.hatches}


def test_counts_of_a_sensitive_issue_are_reserved_for_others_than_the_analyst():
    made = work.Made(known.cells_of([]), "t", "u", "q", "circle", "brick")
    from analytics.maps.recorded import reserved_map

    found = filled(reserved_map(PLACES, ("2020",), made), PLACES, LayerSpec("activities"), View(), LOOK, SAY)
    assert {sign.kind for sign in found.classes if sign.n} == {RESERVED}


# --- an indicator -----------------------------------------------------------------------------------------------------


def total(place, kind, number, bucket="2021", **own):
    return {"value_kind": kind, "bucket": bucket, "key": place, "value": number, "numerator": None, "denominator": None,
            "reason": None, "rows_counted": 1, "evidence": f"indicators:{kind}"} | own  # fmt: skip


def indicator(of, *rows, steps="year"):
    name = pd.Series({"indicator_name": "Alliances", "unit_name": "alliances"})
    spec, view = LayerSpec("indicator", ("alliances", of)), View(steps=steps)
    return filled(known.indicator_at(pd.DataFrame(rows), name, spec, view, SAY), PLACES, spec, view, LOOK, SAY)


ROWS = (
    total("05001", "actual", 30), total("05001", "target", 40), total("05002", "actual", 10),
    total("13001", "target", 0.0), total("13001", "actual", 5), total(None, "actual", 7, rows_counted=4),
)  # fmt: skip


@pytest.mark.parametrize(
    ("of", "expected"),
    [("share", {"05001": 75}), ("distance", {"05001": -10, "13001": 5}), ("target", {"05001": 40, "13001": 0}),
     ("actual", {"05001": 30, "05002": 10, "13001": 5})],
)  # fmt: skip
def test_a_share_of_the_target_needs_both_and_a_target_that_is_not_zero(of, expected):
    found = indicator(of, *ROWS)
    assert values(found) == expected
    assert [gone.n for gone in found.unplaced] == [4]
    state = dict(zip(found.codes, found.table["state"], strict=True))["05002"]
    assert state == {"share": NOT_COMPUTABLE, "distance": NOT_COMPUTABLE, "target": "no_data", "actual": "value"}[of]


def test_a_total_that_the_rule_forbids_is_not_computable_and_a_ratio_keeps_its_parts():
    found = indicator("actual", total("05001", "actual", None, "", reason="not_added"),
                      total("05002", "actual", 50.0, "", numerator=20.0, denominator=40.0), steps="all")  # fmt: skip
    row = found.twin("all").set_index("place_id")
    assert row.at["05001", "state"] == NOT_COMPUTABLE
    assert (row.at["05002", "numerator"], row.at["05002", "denominator"]) == (20, 40)
    assert any("cannot be added up" in note for note in found.notes)


# --- recorded against done --------------------------------------------------------------------------------------------


def test_the_nine_classes_say_what_is_recorded_and_what_was_done():
    answer = pd.DataFrame({
        "place_id": ["05001", "05002", "13001"], "place_name": ["Ñandú", "L'Aurora", "Puerto Uno"],
        "department_id": ["05", "05", "13"], "department_name": ["Árboles", "Árboles", "Boca"],
        "record_rows": [3, 1, 0], "total": [90.0, 1.0, None], "not_stated": [0, 0, 0], "activities": [0, 4, 2],
        "department_activities": [0, 0, 7], "evidence": [""] * 3,
    })  # fmt: skip
    spec = LayerSpec("recorded-done", ("extortion", "trial", "cases"))
    made = against.recorded_done_map(answer, "Extortion", "Cases", "Trial", LOOK, SAY)
    found = filled(made, PLACES, spec, View(), LOOK, SAY)
    assert len([sign for sign in found.classes if sign.kind == "value"]) == 10
    assert names(found)["activities, nothing recorded"] == {"13001"}
    assert "The highest recorded counts without an activity at municipality level: Ñandú (90)." in found.notes
    assert [(hatch.place_id, hatch.n) for hatch in found.hatches] == [("13", 7)]
    row = found.twin("all").set_index("place_id").loc["05002"]
    assert (row["value"], row["activities"]) == (1, 4)


# --- events and flows -------------------------------------------------------------------------------------------------


def event(place, exactness, n=1, step="2001", lat=None, lon=None, name="x"):
    return {"step_key": step, "place_id": place, "place_name": name, "country_code": "CO",
            "exactness": exactness, "lat": lat, "lon": lon, "events": n, "total": n, "issue_type_ids": "x",
            "evidence": "sources:x"}  # fmt: skip


def located(level="municipality", least=None):
    answer = pd.DataFrame([
        event("05001", "exact", 2, lat=7.123, lon=-75.25), event("05002", "municipality", 3),
        event("05", "department", 4),
        event(None, "exact", 1, lat=6.0, lon=-74.0), event(None, "none", 5), event("13001", "municipality", 6),
        event("05001", "exact", 1, step="2002", lat=7.123, lon=-75.25),
    ])  # fmt: skip
    return events.events_map(answer, INDEX, "x", "Trial", LOOK, SAY, level=level, least=least)


def test_a_point_is_drawn_only_as_exactly_as_it_is_known():
    found = located()
    assert found.points.position.tolist() == pytest.approx([-75.25, 7.123, -75.5, 7.5, -74, 6, -75.25, 7.123])
    assert found.points.group.tolist() == [events.EXACT, events.STANDS_FOR, events.EXACT, events.EXACT]
    assert found.points.weight.tolist() == [2, 3, 1, 1]
    assert found.points.step.tolist() == [0, 0, 0, 1]
    assert {gone.reason: gone.n for gone in found.made.unplaced} == {"coarser": 4, "no_place": 5, "no_point": 6}
    assert [(hatch.place_id, hatch.n) for hatch in found.made.hatches] == [("05", 4)]
    assert [sign.n for sign in found.signs] == [4, 3]


def test_events_are_counted_in_the_area_that_their_place_lies_in():
    spec = LayerSpec("events", ("any", "trial"))
    towns = filled(located().made, PLACES, spec, View(), LOOK, SAY)
    assert values(towns, "2001") == {"05001": 2, "05002": 3, "13001": 6}
    made = located("department").made
    areas = filled(made, INDEX[INDEX["level"] == "department"], spec, View(level="department"), LOOK, SAY)
    assert values(areas, "2001") == {"05": 9, "13": 6}


def test_sensitive_events_travel_as_cells_with_a_minimum_and_never_as_points():
    found = located(least=3)
    assert len(found.points) == 0
    assert found.cells.counts.min() >= 3
    assert (found.cells.hidden_cells, found.cells.hidden_events) == (1, 1)
    assert found.cells.counts.sum() + found.cells.hidden_events == 7


def test_every_event_is_in_one_cell():
    numbers = np.random.default_rng(7)
    position = np.column_stack([numbers.uniform(-79, -67, 5000), numbers.uniform(-4, 12, 5000)]).astype(np.float32)
    points = Points(position.ravel(), np.zeros(5000, np.uint8), np.ones(5000, np.float32), np.zeros(5000, np.uint16))
    cells = events.grid(points, 0.5)
    assert cells.counts.sum() == 5000
    # the cell of a point is the one with the nearest centre, up to the corners that a hexagon has more than a brick
    away = np.abs(cells.centres[:, None, :] - position[None, :50, :]).max(axis=2).min(axis=0)
    assert away.max() <= 0.5


def test_a_hundred_thousand_points_are_one_and_a_half_megabytes_and_come_back():
    n = 100_000
    numbers = np.random.default_rng(1)
    points = Points(numbers.uniform(-80, 80, 2 * n).astype(np.float32), numbers.integers(0, 2, n).astype(np.uint8),
                    np.ones(n, np.float32), numbers.integers(0, 30, n).astype(np.uint16))  # fmt: skip
    content = events.packed(points)
    assert len(content) == 12 + 15 * n
    back = events.unpacked(content)
    assert all((getattr(points, key) == getattr(back, key)).all() for key in ("position", "group", "weight", "step"))


@pytest.mark.parametrize("content", [b"", b"TJPT", b"XXXX" + bytes(20), b"TJPT" + bytes(8) + b"x"])
def test_other_bytes_are_no_points(content):
    with pytest.raises((ValueError, Exception)):
        events.unpacked(content)


def test_flows_begin_inside_a_country_and_end_at_a_place():
    answer = pd.DataFrame({
        "from_id": ["US", "US"], "from_name": ["United States"] * 2, "from_lat": [38.0] * 2, "from_lon": [-97.0] * 2,
        "to_id": ["05001", "13001"], "to_name": ["Ñandú", "Puerto Uno"], "to_level": ["municipality"] * 2,
        "to_lat": [7.0, None], "to_lon": [-75.0, None], "works": [3, 1], "organisations": [1, 1], "to_works": [3, 1],
        "evidence": ["partnerships:a", "partnerships:b"],
    })  # fmt: skip
    made, arcs = flows.flows_map(answer, "funder", PLACES, SAY)
    assert [(arc.from_id, arc.to_id, arc.n, arc.words) for arc in arcs] == [
        ("US", "05001", 3, "United States to Ñandú: 3 programmes and activities")
    ]
    assert [gone.n for gone in made.unplaced] == [1]


@pytest.mark.parametrize("of", ["funder", "seat"])
def test_on_the_world_flows_go_from_country_to_country_and_a_work_is_counted_once(published, of):
    found = shown(published, f"flows:{of}", level="country", country="")
    countries = dict(zip(found.codes, found.step("all").values, strict=True))
    held = {name: pd.concat([pd.read_parquet(path) for path in published.snapshot.tables("analyst")[name]])
            for name in ("activities", "activity_organisations", "activity_places", "organisations", "places",
                         "programme_organisations", "programme_places")}  # fmt: skip
    home = held["places"].set_index("place_id")["country_code"].to_dict()
    seats = held["organisations"][held["organisations"]["is_named"]].set_index("organisation_id")["country_code"]
    is_open = set(held["activities"].loc[held["activities"]["disclosure"] == "open", "activity_id"])
    pairs = set()
    for kind in ("activity", "programme"):
        for role in held[f"{kind}_organisations"].itertuples():
            own, seat = getattr(role, f"{kind}_id"), seats.get(role.organisation_id)
            if role.role not in flows.ROLES[of] or (kind == "activity" and own not in is_open) or seat != seat:
                continue
            for place in held[f"{kind}_places"].itertuples():
                if getattr(place, f"{kind}_id") == own and (kind == "activity" or place.presence == "works") and seat:
                    pairs.add((seat, home.get(place.place_id) or place.place_id, (kind, own)))
    expected = Counter((start, end) for start, end, _ in pairs if start != end)
    assert {(arc.from_id, arc.to_id): arc.n for arc in found.arcs} == expected
    assert ("SE", "RW") in expected  # Sida's seat, as partner and as funder
    once = Counter(end for end, _ in {(end, work) for _, end, work in pairs})
    assert {code: value for code, value in countries.items() if value is not None} == once
    table = found.twin("all").set_index("place_id")
    for arc in found.arcs:  # the numbers of the arcs stand in the table
        assert f"({arc.n})" in table.at[arc.to_id, "from_names"]


# --- what is sensitive ------------------------------------------------------------------------------------------------

RECRUITMENT = (
    "codigo_dane,municipio,fecha,latitud,longitud,casos\n"
    "05120,Cáceres,2020-03-01,7.58,-75.35,1\n05120,Cáceres,2020-03-02,7.58,-75.35,2\n"
    "05,Antioquia,2020-03-03,7.1,-75.5,1\n"
)


@pytest.fixture(scope="module")
def sensitive(tmp_path_factory):
    """The warehouse over three rows of a sensitive kind, one of them placed in a department."""
    home = tmp_path_factory.mktemp("sensitive")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(home))
        snapshot = published_files(written(home, RECRUITMENT, "reclutamiento_de_menores.csv"), workspace="sensitive")
        with Warehouse(snapshot) as warehouse:
            yield warehouse


def _kept(house, role):
    return pd.concat([pd.read_parquet(path) for path in house.snapshot.tables(role)["issue_records"]])


def test_a_point_is_kept_beside_its_municipality_and_never_for_other_roles(sensitive):
    rows = _kept(sensitive, "analyst").set_index("place_id")
    assert rows.loc["05120", "lat"].tolist() == [7.58, 7.58]
    assert rows.loc[["05"], "lat"].isna().all()  # the point of a department stands for the department
    for role in ("public", "partner"):
        kept = _kept(sensitive, role)
        assert set(kept["place_id"]) == {"05"}
        assert kept[["lat", "lon"]].isna().all(axis=None)


def test_a_sensitive_issue_is_reserved_for_others_and_has_no_points_for_anybody(sensitive):
    issue, dataset = _kept(sensitive, "analyst")[["issue_type_id", "dataset"]].iloc[0]
    for text in (f"recorded:{issue}:{dataset}:cases", f"events:{issue}:{dataset}", f"events:any:{dataset}"):
        own = shown(sensitive, text, steps="all")
        assert values(own) == {"05120": 3 if text.startswith("recorded") else 2}
        assert own.points is None or not len(own.points)
        for role in ("public", "partner"):
            for level in ("municipality", "department"):
                found = shown(sensitive, text, role=role, steps="all", level=level)
                assert values(found) == {}
                assert {sign.kind for sign in found.classes if sign.n} == {RESERVED}, text
                assert not found.hatches


def test_a_sensitive_row_without_a_place_is_shared_without_its_point(sensitive):
    issue = _kept(sensitive, "analyst")["issue_type_id"].iloc[0]
    row = dict.fromkeys(SCHEMA.names) | {"lat": 7.5, "lon": -75.0}
    rows = [row | {"issue_type_id": kind} for kind in (issue, "extortion")]
    kept = shared(pa.Table.from_pylist(rows, schema=SCHEMA), Reference(tables_folders())).to_pylist()
    assert [row["lat"] for row in kept] == [None, 7.5]


def test_a_sensitive_row_whose_place_is_only_words_reaches_nobody_else(sensitive):
    issue = _kept(sensitive, "analyst")["issue_type_id"].iloc[0]
    row = dict.fromkeys(SCHEMA.names) | {"place_text": "Vereda El Roble"}
    in_area = row | {"place_id": "05"}
    rows = [kept | {"issue_type_id": kind} for kind in (issue, "nobody_knows", "extortion") for kept in (row, in_area)]
    kept = shared(pa.Table.from_pylist(rows, schema=SCHEMA), Reference(tables_folders())).to_pylist()
    assert [(row["issue_type_id"], row["place_id"], row["place_text"]) for row in kept] == [
        (issue, "05", None),
        ("nobody_knows", "05", None),
        ("extortion", None, "Vereda El Roble"),
        ("extortion", "05", "Vereda El Roble"),
    ]


def test_what_does_not_change_with_time_is_said_to_be_of_all_of_it():
    hatched = (Hatch("05", "Antioquia", 4, "x"),)
    assert timeless_notes(1, hatched, (), SAY) == []
    assert timeless_notes(3, (), (), SAY) == []
    assert "all the time chosen" in timeless_notes(3, hatched, (), SAY)[0]
    assert "all the time chosen" in timeless_notes(3, (), (Unplaced("no_place", 7, "7"),), SAY)[0]
