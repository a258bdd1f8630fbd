"""What sessions see and hold while data sets change under them, and what a reader's process cannot reach."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from analytics.__main__ import main
from analytics.errors import SnapshotError
from analytics.records import recorded_issues
from analytics.selection import Reader, Selection
from analytics.snapshots import open_version
from analytics.warehouse import Warehouse
from analytics.workspaces import Workspace
from pages.shared import store
from pages.shared.import_desk import Desk, upload_fault
from tests.country import PROJECT
from tests.importing import HEAD, published, read, written

ANALYST = Reader("analyst", "es")
SESSIONS = 20


def _two_versions(folder):
    first = published(written(folder, HEAD + "05001,Medellín,2020,7\n"))
    second = published(written(folder, HEAD + "05001,Medellín,2020,10\n"))
    return Workspace("trial"), {first.id: 7, second.id: 10}


def _total(warehouse: Warehouse) -> float:
    return float(recorded_issues(warehouse, Selection(), ANALYST)["total"].sum())


# 37: rollback while sessions read


def test_each_of_twenty_sessions_sees_one_version_while_others_roll_back(tmp_path):
    workspace, totals = _two_versions(tmp_path)
    pointer, stop, wrong, seen = workspace.store / "current", threading.Event(), [], set()

    def visit() -> None:
        while not stop.is_set():
            held = pointer.read_text(encoding="utf-8").strip()
            time.sleep(0.01)  # between the look at the pointer and the opening, others go back
            with Warehouse(open_version(workspace.store, held)) as house:
                answers = {_total(house) for _ in range(3)}
            seen.add(held)
            if answers != {totals[held]}:
                wrong.append((held, answers))

    sessions = [threading.Thread(target=visit) for _ in range(SESSIONS)]
    for session in sessions:
        session.start()
    for turn in range(12):
        workspace.roll_back(list(totals)[turn % 2])
        time.sleep(0.1)
    stop.set()
    for session in sessions:
        session.join()
    assert not wrong
    assert seen == set(totals)


def test_a_session_whose_version_was_let_go_opens_the_same_version_again(tmp_path):
    workspace, totals = _two_versions(tmp_path)
    first, second = totals
    assert workspace.snapshot().id == second
    assert store._version_of(str(workspace.store), first).snapshot.id == first
    assert _total(store._version_of(str(workspace.store), first)) == 7


def test_a_version_that_is_gone_gives_the_published_one_and_says_so(tmp_path):
    workspace, totals = _two_versions(tmp_path)
    opened = open_version(workspace.store, "000000000000")
    assert opened.id == list(totals)[1]
    assert "000000000000 is missing" in opened.faults[0]


# Going back as far as nothing, in the shell as on the page


def test_the_first_version_can_be_taken_back_and_shown_again(tmp_path, monkeypatch, capsys):
    only = published(written(tmp_path, HEAD + "05001,Medellín,2020,7\n"))
    assert main(["rollback", "--workspace", "trial"]) == 0
    assert f"Taken back: {only.id}" in capsys.readouterr().out
    assert Workspace("trial").snapshot() is None
    assert main(["rollback", "--workspace", "trial", "--to", only.id]) == 0
    assert Workspace("trial").snapshot().id == only.id


def test_what_has_a_version_before_it_is_not_withdrawn(tmp_path):
    workspace, _ = _two_versions(tmp_path)
    with pytest.raises(SnapshotError, match="has versions before"):
        workspace.withdraw()


# 13: a thousand files in one session


def _resident() -> int:
    """Bytes of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _uploads(count: int, size: int) -> list:
    content = b"x" * size
    return [SimpleNamespace(name=f"{n}.csv", size=size, getbuffer=lambda: memoryview(content)) for n in range(count)]


def test_of_a_thousand_files_in_one_session_the_budget_is_taken_and_no_more():
    taken: list[int] = []
    refused = 0
    for upload in _uploads(1_000, 10):
        if fault := upload_fault([upload], taken):
            refused += 1
            assert "200" in fault
        else:
            taken.append(upload.size)
    assert (len(taken), refused) == (200, 800)


def test_files_of_a_session_lie_on_the_disk_and_go_with_it():
    before = _resident()
    desk = Desk()
    for upload in _uploads(200, 500_000):
        desk.store_files([upload])
    folder = desk.folder
    assert len(list(folder.iterdir())) == 200
    assert _resident() - before < 20_000_000, "a hundred MB of uploads are not held in memory"
    desk.let_go()
    assert not folder.exists()
    assert upload_fault(_uploads(1, 10), desk.sizes), "what was let go still counts: the browser sent it"


def test_memory_comes_back_after_many_small_imports(tmp_path):
    def one(number: int) -> None:
        draft = read(written(tmp_path, HEAD + f"05001,Medellín,2020,{number}\n"), workspace="trial")
        draft.discard()

    for number in range(4):
        one(number)
    before = _resident()
    for number in range(4, 24):
        one(number)
    assert _resident() - before < 25_000_000


# The process that reads a file has no network


@pytest.mark.parametrize("attempt", [
    "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/', timeout=2)",
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
])  # fmt: skip
def test_a_reader_reaches_no_network(attempt):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        code = f"from analytics.readers.child import close_network; close_network(); {attempt.format(port=port)}"
        ended = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
        assert ended.returncode == 1
        assert "has no network" in ended.stderr
        with pytest.raises(TimeoutError):
            server.accept()
