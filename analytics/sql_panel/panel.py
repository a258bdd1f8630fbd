"""Answers one statement of an analyst in a process of its own, which is killed after a few seconds.

At most two run at once; a third waits a little, then is told to try again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from analytics.errors import AccessError
from analytics.paths import PROJECT
from analytics.snapshots import Snapshot
from analytics.sql_panel.statements import LONGEST, Refusal
from analytics.statements import HELD, reads
from analytics.warehouse import held_sql

MB = 1_000_000
AT_ONCE = 2
HARDLY = 0.2  # seconds of waiting that are not worth telling of
_running = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """What one statement may take."""

    wall_seconds: float = 5.0  # then it is killed; a busy machine takes a while to clear its memory
    statement_ms: int = 4200  # then DuckDB is asked to stop, so that the answer can say why
    waits_seconds: float = 3.0  # for two others to end; what it waits is taken from its own seconds
    cpu_seconds: int = 10
    memory_bytes: int = 600 * MB
    address_space_bytes: int = 2000 * MB
    written_bytes: int = 64 * MB
    answer_bytes: int = 16 * MB
    open_files: int = 256
    rows: int = 10_000

    def after(self, waited: float) -> Limits:
        """What is left when it has waited: nobody waits longer in all, whoever else asks."""
        left = max(0.0, self.wall_seconds - waited)
        return replace(self, wall_seconds=left, statement_ms=max(1, self.statement_ms - int(1000 * waited)))


LIMITS = Limits()


@dataclass(frozen=True)
class Answer:
    """The rows of a statement, or why there are none; `cut` says by what the rows were cut: "rows" or "bytes"."""

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    refusal: Refusal | None = None
    cut: str = ""
    seconds: float = 0.0


def answer(snapshot: Snapshot, statement: str, role: str, limits: Limits = LIMITS) -> Answer:
    """The answer to one statement over the tables of a version.

    Raises AccessError for a role other than the analyst: counts of sensitive issues could be taken apart by it.
    """
    if role != "analyst":
        raise AccessError("Only an analyst may ask in SQL.")
    if not statement.strip():
        return Answer(refusal=Refusal("nothing"))
    if len(statement) > LONGEST:
        return Answer(refusal=Refusal("too_long"))
    began = time.monotonic()
    if not _running.acquire(timeout=limits.waits_seconds):
        return Answer(refusal=Refusal("busy"))
    try:
        waited = time.monotonic() - began
        found = _answer(snapshot, statement, role, limits.after(waited))
    finally:
        _running.release()
    is_cut_short = waited > HARDLY and found.refusal and found.refusal.code == "took_too_long"
    return replace(found, refusal=Refusal("busy")) if is_cut_short else found


def asked_for(snapshot: Snapshot, statement: str, role: str, folder: str, limits: Limits) -> dict:
    """What the process is told: the statement, the files that the role may read and no others, its limits."""
    files = {name: [str(path) for path in paths] for name, paths in snapshot.tables(role).items()}
    held = {name: held_sql(name) for name in HELD if name not in files}  # a large version has them as tables
    return {
        "statement": statement, "folder": folder, "limits": asdict(limits), "views": held,
        "files": files, "needs": {name: sorted(reads(sql) & set(files)) for name, sql in held.items()},
    }  # fmt: skip


def _answer(snapshot: Snapshot, statement: str, role: str, limits: Limits) -> Answer:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tejido-sql-") as folder:
        code = _run(asked_for(snapshot, statement, role, folder, limits), folder, limits)
        seconds = time.monotonic() - began
        if code:
            return Answer(refusal=Refusal(code), seconds=seconds)
        try:
            told = json.loads((Path(folder) / "answer.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Answer(refusal=Refusal("broke_off"), seconds=seconds)
        if "code" in told:
            return Answer(refusal=Refusal(**told), seconds=seconds)
        return Answer(_frame(Path(folder) / "answer.arrow"), cut=told["cut"], seconds=seconds)


def _run(request: dict, folder: str, limits: Limits) -> str | None:
    """Runs the process; the code of what ended it, or None."""
    try:
        ended = subprocess.run(
            [sys.executable, "-s", "-m", "analytics.sql_panel.child"],
            input=json.dumps(request).encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
            env=_environment(folder), timeout=limits.wall_seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "took_too_long"
    return None if ended.returncode == 0 else "broke_off"


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours: no settings, no keys, no way to another machine."""
    return {
        "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "TMPDIR": folder, "HOME": folder, "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system",
    }  # fmt: skip


def _frame(path: Path) -> pd.DataFrame:
    with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all()
    table.validate(full=True)  # another process wrote it
    whole = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = table.to_pandas(types_mapper=whole.get, date_as_object=True)
    for name in table.column_names:
        if pa.types.is_string(table[name].type) or pa.types.is_large_string(table[name].type):
            frame[name] = pd.Series(table[name].to_pylist(), dtype=object)
    return frame
