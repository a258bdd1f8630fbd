"""A snapshot is whole or it is not opened; what was published stays until something whole takes its place."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics import snapshots
from analytics.errors import DataError, SnapshotError
from analytics.schema import TABLES
from analytics.seal import write_seal
from analytics.snapshots import contents_of, open_current, open_or_build, publish, publish_contents
from analytics.staging import ROLES, shared_issues
from tests.conftest import REAL
from tests.country import PROJECT, rows


@pytest.fixture
def store(country):
    return country / "snapshots"


def _correct(folders, value):
    """A deliberate correction: one changed cell, sealed."""
    path = folders["published"] / "observations.csv"
    path.write_text(re.sub("(?<=published_total,)[0-9]+(?=,over)", str(value), path.read_text(), count=1))
    write_seal(folders)


def _value(snapshot):
    table = pq.read_table(*snapshot.tables("analyst")["observations"]).to_pandas()
    return table.set_index("observation_id").at["trained-1", "value"]


@pytest.fixture(scope="module")
def publish_value(checked):
    """Publishes the tiny country with another value in one cell."""

    def publish_it(folders, store, value):
        frames = checked | {"observations": checked["observations"].copy()}
        frames["observations"].loc[0, "value"] = float(value)
        return publish_contents(contents_of(frames, folders), store)

    return publish_it


@pytest.fixture(scope="module")
def two_snapshots(sealed_country, publish_value, tmp_path_factory):
    """A store with an old snapshot and the published one, to be copied."""
    home = shutil.copytree(sealed_country, tmp_path_factory.mktemp("two") / "home")
    publish_value({kind: home / kind for kind in ("published", "reference")}, home / "snapshots", 5)
    return home / "snapshots"


@pytest.fixture
def damaged(two_snapshots, tmp_path):
    """A copy of that store, to be damaged: (store, old folder, published folder)."""
    store = shutil.copytree(two_snapshots, tmp_path / "store")
    current = store / (store / "current").read_text().strip()
    (old,) = [f for f in store.iterdir() if f.is_dir() and f != current]
    return store, old, current


def _flip(path, position=None):
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if position is None else position] ^= 1
    path.write_bytes(content)


def test_the_same_tables_give_the_same_snapshot(store, folders):
    before = open_current(store)
    again = publish(folders, store)
    assert (again.id, again.built_at) == (before.id, before.built_at)
    assert again.faults == ()


def test_other_tables_give_another_snapshot_and_the_old_one_stays(damaged):
    store, old, current = damaged
    snapshot = open_current(store)
    assert snapshot.folder == current
    assert _value(snapshot) == 5
    (store / "current").write_text(old.name)
    assert _value(open_current(store)) == 20


def test_a_snapshot_says_when_it_was_built_and_from_what(store):
    snapshot = open_current(store)
    assert abs(snapshot.built_at.timestamp() - time.time()) < 3600
    assert list(snapshot.manifest["sources"]) == ["river-doc"]
    assert snapshot.manifest["files"]["places.parquet"]["rows"] == len(rows()["places"])
    assert snapshot.geometry("countries.geojson").is_file()
    assert len(snapshot.digest("countries.geojson")) == 64


def test_one_flipped_bit_in_any_file_is_named_and_the_last_good_snapshot_opens(damaged):
    store, old, current = damaged
    names = {path.name for path in current.iterdir()} - {"manifest.json"}
    assert {f"{name}.parquet" for name in TABLES} | {"issues.shared.parquet", "departments.geojson"} <= names
    for name in names:
        _flip(current / name)
        snapshot = open_current(store)
        assert snapshot.folder == old
        assert snapshot.faults == (f"snapshot {current.name}: {name} is not what was published (its sha256 differs)",)
        _flip(current / name)
    assert open_current(store).faults == ()


def test_a_truncated_file_is_named(damaged):
    store, old, current = damaged
    path = current / "places.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    snapshot = open_current(store)
    assert snapshot.folder == old
    assert "places.parquet is not what was published" in snapshot.faults[0]


def test_a_missing_file_is_named(damaged):
    store, old, current = damaged
    (current / "places.parquet").unlink()
    snapshot = open_current(store)
    assert snapshot.folder == old
    assert "places.parquet is missing" in snapshot.faults[0]


def test_two_swapped_files_are_named(damaged):
    store, old, current = damaged
    a, b = current / "issues.parquet", current / "issues.shared.parquet"
    aside = current / "aside"
    a.rename(aside), b.rename(a), aside.rename(b)
    snapshot = open_current(store)
    assert snapshot.folder == old
    assert "issues.parquet is not what was published" in snapshot.faults[0]


def test_a_folder_under_the_name_of_another_snapshot_is_named(damaged):
    store, old, current = damaged
    shutil.rmtree(current)
    shutil.copytree(old, current)
    snapshot = open_current(store)
    assert snapshot.folder == old
    assert snapshot.faults == (f"snapshot {current.name}: holds snapshot {old.name}",)


def test_any_flipped_bit_of_the_manifest_is_named(damaged):
    store, old, current = damaged
    path = current / "manifest.json"
    whole = path.read_bytes()
    chance = random.Random(7)
    # the time of the build is no part of the content, and must not be forged either
    for position in [whole.index(b'"built_at"') + 14, *chance.sample(range(len(whole)), 60)]:
        _flip(path, position)
        snapshot = open_current(store)
        assert snapshot.folder == old, position
        assert "manifest.json" in snapshot.faults[0] or "another version" in snapshot.faults[0]
        path.write_bytes(whole)
    assert open_current(store).faults == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"files": {}, "id": "x"}', "\udcff"])
def test_a_manifest_that_is_none_is_named(damaged, content):
    store, old, current = damaged
    (current / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    snapshot = open_current(store)
    assert snapshot.folder == old
    assert "manifest.json cannot be read" in snapshot.faults[0]


def test_a_missing_manifest_is_named(damaged):
    store, _, current = damaged
    (current / "manifest.json").unlink()
    assert "manifest.json is missing" in open_current(store).faults[0]
    (current / "manifest.json").mkdir()
    assert "manifest.json cannot be read" in open_current(store).faults[0]


def test_a_snapshot_of_another_version_says_so(damaged):
    store, _, current = damaged
    path = current / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))
    assert "written by another version of Tejido" in open_current(store).faults[0]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"0123456789ab\n", b"..\n", b"x" * 4000, b"a\x00b"])
def test_a_pointer_that_leads_nowhere_is_named_and_the_newest_whole_snapshot_opens(damaged, content):
    store, _, current = damaged
    (store / "current").unlink()
    if content is not None:
        (store / "current").write_bytes(content)
    snapshot = open_current(store)
    assert snapshot.folder == current
    assert "missing" in snapshot.faults[0]


def test_a_folder_in_the_place_of_the_pointer_is_named(damaged):
    store, _, current = damaged
    (store / "current").unlink()
    (store / "current").mkdir()
    snapshot = open_current(store)
    assert snapshot.folder == current
    assert "current, which names the published snapshot, is missing or cannot be read" in snapshot.faults[0]


def test_where_nothing_is_whole_every_fault_is_named(damaged):
    store, old, current = damaged
    _flip(old / "places.parquet"), _flip(current / "issues.parquet")
    with pytest.raises(SnapshotError) as caught:
        open_current(store)
    assert f"snapshot {old.name}: places.parquet" in str(caught.value)
    assert f"snapshot {current.name}: issues.parquet" in str(caught.value)
    assert "python -m analytics build" in str(caught.value)


def test_an_empty_store_says_what_to_do(tmp_path):
    with pytest.raises(SnapshotError, match="Run `python -m analytics build`"):
        open_current(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SnapshotError, match="current, which names the published snapshot, is missing"):
        open_current(tmp_path / "empty")


def test_a_build_replaces_a_damaged_snapshot_of_the_same_tables(store, folders, publish_value):
    snapshot = open_current(store)
    _flip(snapshot.folder / "places.parquet")
    with pytest.raises(SnapshotError):
        open_current(store)
    assert publish_value(folders, store, 20).id == snapshot.id
    assert open_current(store).faults == ()


def test_a_build_clears_what_a_killed_one_left(store, folders, publish_value):
    (store / ".staging-killed").mkdir()
    (store / ".staging-killed" / "places.parquet").write_bytes(b"half")
    (store / ".current-killed").write_text("half")
    publish_value(folders, store, 20)
    assert sorted(path.name for path in store.iterdir() if path.name.startswith(".")) in ([".lock"], [])


def test_a_table_at_fault_publishes_nothing(store, folders):
    before = open_current(store).id
    (folders["reference"] / "place_names.csv").write_text("place_id,name,kind\n05001,,alias\n")
    write_seal(folders)
    with pytest.raises(DataError, match=r"place_names.csv, row 2, name"):
        publish(folders, store)
    assert open_current(store).id == before
    assert open_current(store).faults == ()


@pytest.mark.parametrize("break_it", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no parquet")])
def test_boundaries_that_cannot_be_read_are_named_and_not_taken_for_a_full_disk(
    store, folders, publish_value, break_it
):
    before = open_current(store).id
    break_it(folders["reference"] / "boundaries" / "departments.parquet")
    with pytest.raises(DataError, match=r"departments.parquet: the boundaries cannot be read from boundaries/"):
        publish_value(folders, store, 6)
    assert open_current(store).id == before


# --- what is served at the start --------------------------------------------------------------------------------------


def test_the_first_start_builds_and_the_next_one_opens(tmp_path, folders):
    first = open_or_build(folders, tmp_path / "store")
    assert (first.faults, _value(first)) == ((), 20)
    second = open_or_build(folders, tmp_path / "store")
    assert (second.id, second.built_at) == (first.id, first.built_at)


def test_a_corrected_table_is_built_at_the_next_start(store, folders):
    _correct(folders, 21)
    assert _value(open_or_build(folders, store)) == 21


def test_a_table_that_changed_without_a_seal_leaves_what_was_published_and_is_named(store, folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text().replace("Nandu", "Nandú"))
    snapshot = open_or_build(folders, store)
    assert _value(snapshot) == 20
    assert "reference/place_names.csv: row 2, column name" in snapshot.faults[0]


def test_a_missing_table_leaves_what_was_published_and_is_named(store, folders):
    (folders["reference"] / "place_names.csv").unlink()
    snapshot = open_or_build(folders, store)
    assert _value(snapshot) == 20
    assert "place_names.csv: the file is missing from reference/" in snapshot.faults[0]


def test_a_damaged_snapshot_gives_way_to_the_last_good_one(damaged, folders):
    store, old, current = damaged
    _flip(current / "places.parquet")
    snapshot = open_or_build(folders, store)
    assert snapshot.folder == old
    assert "places.parquet is not what was published" in snapshot.faults[0]


def test_where_nothing_is_whole_a_snapshot_is_built_and_the_damage_is_named(store, folders):
    _flip(open_current(store).folder / "places.parquet")
    snapshot = open_or_build(folders, store)
    assert _value(snapshot) == 20
    assert "places.parquet is not what was published" in snapshot.faults[0]
    assert open_or_build(folders, store).faults == ()


def test_where_nothing_can_be_served_the_fault_of_the_tables_is_said(tmp_path, folders):
    (folders["reference"] / "place_names.csv").unlink()
    with pytest.raises(DataError, match="place_names.csv: the file is missing"):
        open_or_build(folders, tmp_path / "store")


# --- the disk refuses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refused", [1, 2], ids=["the folder", "the pointer"])
def test_where_the_disk_refuses_the_old_snapshot_stays(store, folders, publish_value, monkeypatch, refused):
    before = open_current(store).id
    replace, calls = os.replace, []

    def refuse(source, target):
        calls.append(target)
        if len(calls) == refused:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SnapshotError, match="could not be written: No space left on device"):
        publish_value(folders, store, 7)
    monkeypatch.undo()
    assert open_current(store).id == before
    assert open_current(store).faults == ()
    # and what was left behind does not hinder the next build
    assert _value(publish_value(folders, store, 7)) == 7


@pytest.mark.parametrize("file", ["places.parquet", "hatching.geojson", "manifest.json"])
def test_where_the_disk_fills_up_while_writing_nothing_half_written_remains(
    store, folders, publish_value, monkeypatch, file
):
    before = open_current(store).id
    flush = os.fsync

    def full(handle):
        if os.readlink(f"/proc/self/fd/{handle}").endswith(file):
            raise OSError(28, "No space left on device")
        flush(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SnapshotError, match="No space left on device"):
        publish_value(folders, store, 8)
    assert open_current(store).id == before
    assert not list(store.glob(".staging-*"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes into a read-only folder")
def test_a_read_only_store_is_named_and_the_old_snapshot_stays(store, folders, publish_value):
    before = open_current(store).id
    store.chmod(0o555)
    try:
        with pytest.raises(SnapshotError, match="Permission denied"):
            publish_value(folders, store, 9)
        assert open_current(store).id == before
    finally:
        store.chmod(0o755)


def test_a_file_in_the_place_of_the_store_is_named(country, folders, publish_value):
    (country / "file").write_text("")
    with pytest.raises(SnapshotError, match="could not be written: File exists"):
        publish_value(folders, country / "file", 1)


# --- two at once, and kill -9 -----------------------------------------------------------------------------------------


def test_two_builds_at_once_wait_for_one_another(folders, publish_value, tmp_path):
    store, results = tmp_path / "store", []
    threads = [
        threading.Thread(target=lambda value=value: results.append(publish_value(folders, store, value)))
        for value in (1, 2, 3, 4)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert {_value(snapshot) for snapshot in results} == {1, 2, 3, 4}
    assert open_current(store).id in {snapshot.id for snapshot in results}
    assert open_current(store).faults == ()


def test_a_build_that_waits_too_long_is_told(store, folders, publish_value, monkeypatch):
    monkeypatch.setattr(snapshots, "LOCK_SECONDS", 0.1)
    with snapshots.FileLock(store / snapshots.LOCK), pytest.raises(SnapshotError, match="Another build is running"):
        publish_value(folders, store, 1)


class _Builder:
    """The process of `building.py`."""

    def __init__(self, home):
        command = [sys.executable, "-m", "tests.building", str(home)]
        self.process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def start(self, value):
        self.process.stdin.write(f"{value}\n")
        self.process.stdin.flush()

    def until(self, word):
        """Reads on until a line with the word; returns its parts."""
        while True:
            line = self.process.stdout.readline()
            assert line, "the builder ended"
            if word in line:
                return line.split()

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


def _kill_builds(country, folders, kills, seed):
    """Kills builds at random moments of their writing; after each, what opens is whole, and old or new."""
    store, chance, builder = country / "snapshots", random.Random(seed), _Builder(country)
    old, killed, length = 20, 0, None
    try:
        for new in range(100, 100 + 3 * kills):
            builder.start(new)
            pid = int(builder.until("writing the snapshot")[1])
            started = time.perf_counter()
            if length:  # the first build runs through, to learn how long the writing takes
                time.sleep(chance.uniform(0, length))
                os.kill(pid, signal.SIGKILL) if _is_running(pid) else None
            killed += builder.until("ended")[1] == str(-signal.SIGKILL)
            length = length or time.perf_counter() - started
            snapshot = open_current(store)
            assert snapshot.faults == ()
            assert _value(snapshot) in (old, new)
            old = _value(snapshot)
            if killed == kills:
                break
    finally:
        builder.close()
    assert killed == kills
    # what the kills left does not hinder a build
    assert publish(folders, store).id == open_current(store).id
    assert not list(store.glob(".staging-*"))


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="fork and kill -9 are of Unix")
def test_a_build_killed_at_a_random_moment_leaves_a_whole_snapshot(country, folders):
    _kill_builds(country, folders, kills=12, seed=11)


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="fork and kill -9 are of Unix")
def test_a_hundred_killed_builds_leave_a_whole_snapshot(country, folders):
    _kill_builds(country, folders, kills=100, seed=12)


# --- what each role may see -------------------------------------------------------------------------------------------


def test_sensitive_issues_below_departments_are_the_analysts_alone(store):
    snapshot = open_current(store)
    seen = {role: set(pq.read_table(*snapshot.tables(role)["issues"]).column("issue_id").to_pylist()) for role in ROLES}
    assert seen["analyst"] - seen["public"] == {"i-13002-1", "c-13002-1", "p-13001-2", "i-region-1"}
    assert seen["partner"] == seen["public"]
    # the list that the programme itself published stays, and so does what stands at a department
    assert {"b-05003-1", "i-13-1", "i-05003-1"} <= seen["public"]


def test_an_issue_type_that_no_one_knows_is_sensitive():
    frames = {
        "issues": pd.DataFrame(
            {"issue_id": ["a"], "issue_type_id": ["never-seen"], "place_id": ["05001"], "provenance": ["imported"],
             "relation": ["listed"], "count": [None]}
        ),
        "issue_types": pd.DataFrame({"issue_type_id": ["floods"], "sensitivity": ["A"]}),
        "places": pd.DataFrame({"place_id": ["05001"], "level": ["municipality"]}),
    }  # fmt: skip
    assert shared_issues(frames).empty


def test_the_published_lists_are_seen_by_every_role(published):
    counts = {role: len(pq.read_table(*published.snapshot.tables(role)["issues"])) for role in ROLES}
    assert len(set(counts.values())) == 1


def test_the_project_builds_from_its_own_tables():
    assert all(folder.is_dir() for folder in REAL.values())


# After an upgrade


def _written_by_another_version(patched):
    for module in ("snapshots", "staging"):
        patched.setattr(f"analytics.{module}.FORMAT", 0)


def test_what_another_version_of_tejido_wrote_is_built_anew_and_nothing_is_said_of_it(tmp_path, folders, monkeypatch):
    with monkeypatch.context() as patched:
        _written_by_another_version(patched)
        older = publish(folders, tmp_path / "store")
    opened = open_or_build(folders, tmp_path / "store")
    assert (opened.faults, _value(opened)) == ((), 20)
    assert opened.id != older.id


def test_a_changed_format_in_a_manifest_is_damage_and_is_said(store, folders):
    path = open_current(store).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))
    assert "written by another version" in open_or_build(folders, store).faults[0]
