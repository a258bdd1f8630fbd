"""A publication killed at any moment: the workspace opens, whole, with the old rows or with the new."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from analytics import audit
from analytics.records import recorded_issues
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.warehouse import Warehouse
from analytics.workspaces import Workspace
from tests.country import PROJECT


@pytest.fixture
def publisher(tmp_path, data_home):
    """The process that publishes, its first version already there."""
    command = [sys.executable, "-m", "tests.publishing", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdout.readline() == "ready\n"
        assert _published(process, 1, None)[0] == 0
        yield process
        process.stdin.close()


def _published(process, count, after):
    """Publishes a row that counts so many, and kills the child after some seconds, if it is asked to.

    Returns the child's status and how many seconds it published.
    """
    process.stdin.write(f"{count}\n")
    _, child = process.stdout.readline().split()
    start = time.monotonic()
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):  # it may have ended before
            os.kill(int(child), signal.SIGKILL)
    word, status = process.stdout.readline().split()
    assert word == "ended"
    return int(status), time.monotonic() - start


def _counted() -> float:
    snapshot = open_current(Workspace("killed").store)
    assert not snapshot.faults
    with Warehouse(snapshot) as warehouse:
        (row,) = recorded_issues(warehouse, Selection(), Reader()).to_dict("records")
    return row["total"]


def _survives(process, times):
    moments = random.Random(11)
    killed, before = 0, 2
    status, longest = _published(process, before, None)
    assert status == 0
    for count in range(3, times + 3):
        status, _ = _published(process, count, moments.uniform(0, longest))
        killed += status == -signal.SIGKILL
        assert _counted() in (before, count)
        audit.lines(Workspace("killed").folder)
        before = _counted()
    return killed


def test_a_publication_killed_at_some_moments_leaves_a_whole_version(publisher):
    assert _survives(publisher, 6) > 0
    assert _published(publisher, 99, None)[0] == 0
    assert _counted() == 99


@pytest.mark.long
def test_a_publication_killed_at_a_hundred_moments_leaves_a_whole_version(publisher):
    assert _survives(publisher, 100) > 30
