"""The illustrative load: any number of activities, streamed, each marked, and answered as every other version is."""

import resource
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from analytics import cube
from analytics.errors import DataError, UseError
from analytics.sample import load
from analytics.sample.load_rows import check, party_sets
from analytics.sample.publishing import publish_load
from analytics.sample.words import COMPONENTS, KEY
from analytics.schema import TABLES
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.warehouse import Warehouse
from tests.asking import ask
from tests.country import PROJECT
from tests.test_cube import agree, selections

TOTAL = 24_000
ROWS = ("activities", "activity_places", "activity_organisations", "transactions")
LOAD = selections(
    ["CO", "05", "05001", "13", "73001", "91"], partnership=[KEY], component=[f"{KEY}-{name}" for name in COMPONENTS],
    kind=["alliance", "initiative"], sector=["public", "civil_society", "private"], provenance=["illustrative"],
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A load large enough for a cube, in pieces of 5,000."""
    store = tmp_path_factory.mktemp("load")
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "PIECE", 5_000)
        snapshot = publish_load(TOTAL, 7, store, said.append)
    return snapshot, said


@pytest.fixture(scope="module")
def both(loaded):
    with Warehouse(loaded[0]) as fast, Warehouse(loaded[0], is_cube=False) as slow:
        yield fast, slow


def _table(snapshot, name):
    return pa.concat_tables([pq.read_table(path) for path in snapshot.tables("analyst")[name]])


def test_it_has_as_many_activities_as_asked_each_once_and_marked(loaded):
    activities = _table(loaded[0], "activities")
    assert len(activities) == len(pc.unique(activities["activity_id"])) == TOTAL
    for name in ROWS:
        assert pc.unique(_table(loaded[0], name)["provenance"]).to_pylist() == ["illustrative"], name
    assert pc.all(pc.match_substring(activities["title_en"], "llustrative")).as_py()
    assert pc.all(pc.match_substring(activities["title_es"], "Ejemplo")).as_py()
    assert loaded[0].manifest["about"]["load"] == TOTAL
    assert "Nothing of it took place" in loaded[0].manifest["about"]["note"]


def test_it_opens_as_every_version_with_its_files_by_year(loaded):
    snapshot = open_current(loaded[0].folder.parent)
    assert snapshot.id == loaded[0].id
    assert snapshot.faults == ()
    assert [path.name for path in snapshot.tables("public")["activities"]] == [
        f"activities.{year}.parquet" for year in range(2016, 2022)
    ]
    assert set(cube.TABLES) <= set(snapshot.manifest["roles"]["public"])


def test_it_says_how_fast_it_is_written(loaded):
    assert f"illustrative load: {TOTAL:,} of {TOTAL:,} activities" in "".join(loaded[1])
    assert all(line.endswith("a second") for line in loaded[1] if line.startswith("illustrative load"))


def test_rows_are_sorted_by_place_and_month_within_a_year(loaded):
    for path in loaded[0].tables("analyst")["work_facts"]:
        facts = pq.read_table(path).to_pandas()
        town = facts["place_set"].where(facts["place_set"].between(1, 1000))
        alone = town.dropna()
        assert alone.is_monotonic_increasing, path.name


def test_shares_add_up_and_every_set_is_met(loaded):
    shares = _table(loaded[0], "activity_places").to_pandas().groupby("activity_id")["share"].sum()
    assert shares.sub(1).abs().max() < 1e-9
    assert len(party_sets([f"org-{n}" for n in range(69)])) == 160


def test_the_same_seed_gives_the_same_version_and_another_seed_another(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr(load, "PIECE", 5_000)
    assert publish_load(TOTAL, 7, tmp_path / "again").id == loaded[0].id
    assert publish_load(TOTAL, 8, tmp_path / "other").id != loaded[0].id


def test_what_is_counted_on_the_way_is_what_the_rows_give(both):
    fast, slow = both
    for name in ("totals", "partnership_bands", "currencies", "place_precision", "filter_options", "period_bounds"):
        pd.testing.assert_frame_equal(ask(fast, name), ask(slow, name), obj=name)
    assert ask(fast, "totals")["activities"][0] == TOTAL


def test_what_is_counted_is_cited_as_a_whole(both):
    cells = ask(both[0], "map_points")
    worked = cells[cells["activities"] > 0]
    assert set(" ".join(worked["evidence"]).split()) - {f"partnerships:{KEY}"} <= {
        ref for cell in cells["evidence"] for ref in cell.split() if ref.startswith("programme_places:")
    }
    found = ask(both[0], "evidence_rows", references=(f"partnerships:{KEY}",))
    assert found["provenance"].tolist() == ["illustrative"]


@settings(max_examples=12, deadline=None)
@given(selection=LOAD)
def test_cube_and_rows_give_the_same_answers_for_any_selection_of_a_load(both, selection):
    agree(*both, selection, Reader())


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(selection=LOAD)
def test_cube_and_rows_give_the_same_answers_for_200_selections_of_a_load(both, selection):
    agree(*both, selection, Reader())


def test_a_period_is_one_of_overlap(both):
    once = Selection(period=("2019-03", "2019-03"))
    assert 0 < ask(both[0], "totals", once)["activities"][0] < TOTAL
    assert ask(both[0], "totals", once)["activities"][0] == ask(both[1], "totals", once)["activities"][0]


def test_a_piece_that_breaks_a_rule_is_refused(loaded):
    piece = pq.read_table(loaded[0].tables("analyst")["activities"][0])
    with pytest.raises(DataError, match="the columns are"):
        check(TABLES["activities"], piece.drop_columns(["kind"]))
    kinds = pa.array(["party"] * len(piece))
    with pytest.raises(DataError, match="activities, kind: party is not known"):
        check(TABLES["activities"], piece.set_column(piece.column_names.index("kind"), "kind", kinds))
    gone = pa.nulls(len(piece), pa.string())
    with pytest.raises(DataError, match="activities, activity_id: .* cells are missing"):
        check(TABLES["activities"], piece.set_column(0, "activity_id", gone))


def test_a_load_that_is_too_small_is_refused():
    with pytest.raises(UseError, match=r"A load has 1,000 activities or more"):
        publish_load(999)


@pytest.mark.long
def test_100_million_activities_are_written_within_two_gigabytes(tmp_path):
    command = [sys.executable, "-m", "analytics", "sample", "--activities", "100000000", "--out", str(tmp_path)]
    subprocess.run(command, check=True, cwd=PROJECT)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 1024 * 1024
