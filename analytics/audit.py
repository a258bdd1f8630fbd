"""The audit log: who did what to a workspace, a line each, every line sealed by the hash of the one before.

A person can read it: each line is JSON with the time, the user, what was done and to what.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from analytics.errors import SnapshotError

FIRST = "0" * 64
LOG, HEAD = "audit.jsonl", "audit.head"  # the head names the last line, so that a log cut short is told too


def _seal(line: dict) -> str:
    content = {key: value for key, value in line.items() if key != "hash"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def lines(folder: Path) -> list[dict]:
    """Every line of the log, the oldest first.

    Raises SnapshotError, naming the line, where one was edited, removed or put in.
    """
    path, head = folder / LOG, folder / HEAD
    if not path.is_file() and not head.is_file():
        return []
    if not path.is_file():
        raise SnapshotError(f"{LOG} is missing, and {HEAD} says that it held lines.")
    read: list[dict] = []
    before = FIRST
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            is_whole = line["before"] == before and line["hash"] == _seal(line) and line["number"] == number
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            raise SnapshotError(f"{LOG}, line {number}: it was changed, or a line before it was taken out or put in.")
        before = line["hash"]
        read.append(line)
    if not head.is_file() or head.read_text(encoding="utf-8").strip() not in (before, *_previous(read)):
        raise SnapshotError(f"{LOG}: lines after line {len(read)} were taken out, or {HEAD} was changed.")
    return read


def _previous(read: list[dict]) -> tuple[str, ...]:
    """The hash before the last line: what the head holds where a process ended between writing the two."""
    return (read[-1]["before"],) if read else ()


def note(folder: Path, action: str, **about: object) -> dict:
    """Adds a line to the log of a workspace; returns it.

    Raises SnapshotError where the log is not whole: nothing is written behind a broken chain.
    """
    written = lines(folder)
    line = {
        "number": len(written) + 1, "at": datetime.now(UTC).isoformat(timespec="seconds"), "user": _user(),
        "action": action, **about, "before": written[-1]["hash"] if written else FIRST,
    }  # fmt: skip
    line["hash"] = _seal(line)
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh = folder / f".{HEAD}"
    fresh.write_text(line["hash"] + "\n", encoding="utf-8")
    os.replace(fresh, folder / HEAD)
    return line


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
