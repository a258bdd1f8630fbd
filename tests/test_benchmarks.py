"""The benchmarks: every engine gives the same numbers, and every page the same record. No time is asserted."""

import json
import subprocess
import sys

import pytest
import shapely

from analytics import warehouse
from analytics.asking import all_questions
from analytics.sample.publishing import publish_load
from analytics.snapshots import open_current
from benchmarks import questions
from benchmarks.alternatives import overview
from benchmarks.scale import ours, report, with_duckdb, with_pandas, with_polars
from benchmarks.scale.asked import PAGES, REPRESENTATIVE, SELECTIONS
from benchmarks.scale.child import ENGINES, plain, with_stated
from benchmarks.scale.loads import cube_size, rebuilt_seconds, write_plain
from pages.shared import store
from tests.country import PROJECT

page_against_dash = pytest.importorskip("benchmarks.page_against_dash")  # it needs Playwright

TOTAL = 21_000  # enough for a cube


@pytest.fixture(scope="module")
def load(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmark")
    snapshot = publish_load(TOTAL, store=folder / "load")
    write_plain(snapshot, folder / "plain")
    return snapshot, folder


def test_engines_start_with_the_memory_of_the_app():
    said = [f"{name}={value}" for name, value in questions.MEMORY.items()]
    assert f"MEMORY := {said[0]}" in (PROJECT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert len(said) == 1


def _answers(engine, folder=None):
    found = {}
    for question in REPRESENTATIVE:
        answers = {name: engine.answer(question, one) for name, one in SELECTIONS.items()}
        found[question] = {name: {"rows": engine.rows(question, answer)} for name, answer in answers.items()}
    if folder:
        with_stated(found, folder)
    return {"questions": json.loads(json.dumps(found, default=plain))}


def test_all_engines_give_the_same_numbers(load):
    folder = load[1]
    others = {
        "duckdb": with_duckdb.Engine(folder / "plain"),
        "duckdb_memory": with_duckdb.Engine(folder / "plain", is_in_memory=True),
        "pandas": with_pandas.Engine(folder / "plain"),
        "polars": with_polars.Engine(folder / "plain"),
    }
    assert {"cube", "sql", "rows", *others} == set(ENGINES)
    measured = {"cube": _answers(ours.Engine(folder / "load"))}
    measured |= {name: _answers(engine, folder / "plain") for name, engine in others.items()}
    report.agree(measured)
    everything = measured["cube"]["questions"]
    assert everything["figures"]["everything"]["rows"][0][0] == TOTAL
    assert 0 < everything["figures"]["combined"]["rows"][0][0] < everything["figures"]["a place"]["rows"][0][0]
    measured["pandas"]["questions"]["money"]["a period"]["rows"][0][-1] += 1
    with pytest.raises(SystemExit, match="money, a period: pandas does not agree"):
        report.agree(measured)


def test_an_engine_in_a_process_of_its_own_says_what_it_measured(load):
    command = [sys.executable, "-m", "benchmarks.scale.child", "polars", str(load[1] / "plain")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert set(found["questions"]) == set(REPRESENTATIVE)
    assert all(len(one["again"]) >= 2 for own in found["questions"].values() for one in own.values())
    assert 0 < found["before_mb"] < found["peak_mb"]


def test_pages_are_asked_new_and_again_and_shown(load):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ours, "PASSES", 1)
        patch.setattr(warehouse, "LIMITS", dict(warehouse.LIMITS))  # without the cube they are lifted
        patch.setattr(ours, "PAGES", {page: PAGES[page] for page in ("Filters", "Overview")})
        chosen = {name: SELECTIONS[name] for name in ("everything", "combined")}
        cube, rows = (
            ours.pages(ours.Engine(load[1] / "load", is_cube=is_cube), chosen, is_cube=is_cube)
            for is_cube in (True, False)
        )
    assert set(cube["pages"]["Overview"]) == set(chosen)
    assert len(cube["pages"]["Overview"]["combined"]["new"]) == len(PAGES["Overview"])
    assert set(rows["pages"]) == {"Overview"}  # the lists of the filters are answered alike with a cube and without
    shown = report.by_page(cube, rows) + "".join(report.by_question(cube, rows))
    assert "| Overview |" in shown
    assert "| totals |" in shown


def test_every_question_of_a_page_is_one_of_ours():
    known = all_questions()
    for page, asked in PAGES.items():
        for one in asked:
            needed = {own for own, parameter in known[one.name].own.items() if parameter.default is parameter.empty}
            assert needed <= one.own.keys() <= known[one.name].own.keys(), (page, one.name)


# The sources of what was answered are looked up by their references, on every page.
OF_EVERY_PAGE = {one.name for one in PAGES["Filters"]} | {"evidence_rows"}


@pytest.mark.parametrize(
    "page", ["overview", "map", "places", "issues", "partners", "results", "quality", "evidence", "explore"]
)
@pytest.mark.parametrize("filters", [{}, {"place": "05"}, {"period": "2019-01..2019-12"}])
def test_what_a_page_asks_is_measured_under_its_name(opened, sample_home, monkeypatch, page, filters):
    asked, fetch = set(), warehouse.Warehouse.fetch

    def noted(house, name, role, **params):
        asked.add(name.partition(":")[0])
        return fetch(house, name, role, **params)

    monkeypatch.setattr(warehouse.Warehouse, "fetch", noted)
    store._answer.clear()  # what another test asked
    store._frame.clear()
    profile = {"profile": "05001"} if page == "places" else {}
    opened(page, sample_home, data="sample", **profile, **filters)
    groups = (page.title(), "Places") if page == "map" else (page.title(),)  # beside the map stands what a place has
    measured = {one.name for group, own in PAGES.items() if group.startswith(groups) for one in own}
    assert asked - OF_EVERY_PAGE
    assert asked <= measured | OF_EVERY_PAGE


def test_the_cube_is_weighed_and_built_again(load):
    snapshot, folder = load
    size = cube_size(snapshot)
    assert size["work_facts"][0] == TOTAL
    assert size["cells"][0] < size["cells_place_month"][0] < TOTAL
    assert rebuilt_seconds(snapshot, folder / "again") > 0
    assert "all that is held in memory" in report.of_cube(size, {"cells"}, 1.0)


def test_what_took_too_long_is_no_answer_and_no_median():
    assert report.middle([1.0, None, 2.0]) is None
    assert report.median_of([5.0, None, 1.0]) == 5.0
    assert report.worst([5.0, None]) is None
    assert report.ms(None) == "no answer"


def test_the_page_of_the_alternatives_shows_the_same_record(published_home, monkeypatch):
    snapshot = open_current(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_BENCH_SNAPSHOT", str(snapshot.folder))
    shown = overview.record()
    everyone = shown.chosen([])
    (one,) = shown.chosen(["somos-comunidad"])
    bands = shown.bands(everyone)
    assert len(bands) == 4
    assert ("606", "Transformational alliances with public and private actors") in bands[0].figures
    assert [band.name for band in shown.bands([one])] == [shown.names[one]]
    assert len(shown.map([one], "/shapes").data[-1].lat) == 10  # the municipalities that the document lists
    assert len(shown.timeline([one]).data[0].y) == 1
    assert len(shown.left_open([one])) < len(shown.left_open(everyone))


def test_shapes_are_turned_for_plotly(published_home):
    path = open_current(published_home / "snapshots").geometry("departments.geojson")
    turned = json.loads(page_against_dash.clockwise(path))["features"]
    assert len(turned) == len(json.loads(path.read_text())["features"])
    rings = [
        ring for one in turned if one["geometry"]["type"] == "Polygon" for ring in one["geometry"]["coordinates"][:1]
    ]
    assert rings
    assert not any(shapely.LinearRing(ring).is_ccw for ring in rings)


def test_what_a_page_takes_is_shown_as_medians():
    rounds = [
        dict.fromkeys(("first view", "again", "filter"), (seconds, 2048, 1024)) for seconds in (1.0, 3.0, 2.0)
    ]  # fmt: skip
    assert "| Dash | 2.00 | 2 | 1 | 2.00 | 2 | 1 | 2.00 | 2 | 1 |" in page_against_dash.shown({"Dash": rounds})
