"""Reads a stranger's file in a child process that can hurt nothing but itself.

The child has limits of memory, time and written bytes, an environment without our settings, and a folder of its own.
What it read comes back as Arrow files and one JSON, never as anything that runs when it is loaded.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pyarrow as pa

from analytics.readers.arrays import frame_of
from analytics.readers.files import UNKNOWN, sha256_of
from analytics.readers.grid import Finding, Grid, Reading
from analytics.readers.limits import BROWSER, Limits, refused, too_large

PROJECT = Path(__file__).resolve().parents[2]
RESULT = "reading.json"
ROW = "row"  # the column of an Arrow file that holds the frame's index

_LOG = logging.getLogger(__name__)
_REASONS = {
    signal.SIGXCPU: "reading it took too long",
    signal.SIGKILL: "reading it was ended by the system, most likely for want of memory",
    signal.SIGXFSZ: "what was read of it is too large",
}


def read(path: Path, name: str, limits: Limits = BROWSER) -> Reading:
    """As `files.read_file`, in a limited child process; where that breaks down, a finding `file_refused` says why."""
    path = Path(path).resolve()
    large = too_large(path.stat().st_size, limits.file_bytes, name)
    if large:
        return Reading(name, UNKNOWN, "", findings=(large,))
    with tempfile.TemporaryDirectory(prefix="tejido-") as folder:
        reason = run({"path": str(path), "name": name, "folder": folder, "limits": asdict(limits)}, folder, limits)
        result = Path(folder) / RESULT
        if reason is None and result.is_file():
            return _reading(result)
    reason = reason or "reading it broke off; it is damaged or needs too much memory"
    return Reading(name, UNKNOWN, sha256_of(path), findings=(refused(reason, name),))


def run(request: dict, folder: str, limits: Limits, module: str = "analytics.readers.child") -> str | None:
    """Runs the child, which is one of our modules; the reason why it gave nothing, or None."""
    command = [sys.executable, "-s", "-m", module]
    try:
        ended = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder),
            timeout=limits.wall_seconds,
        )
    except subprocess.TimeoutExpired:
        return f"reading it took longer than {limits.wall_seconds} seconds"
    if ended.returncode == 0:
        return None
    _LOG.warning("a reader ended with %s: %s", ended.returncode, ended.stderr[-2000:].decode("utf-8", "replace"))
    return _REASONS.get(-ended.returncode, "reading it broke off; it is damaged or needs too much memory")


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours: no settings, no keys. One thread each, for every thread's stack and arena counts as memory."""
    return {
        "PYTHONPATH": str(PROJECT),
        "LANG": "C.UTF-8",
        "TMPDIR": folder,
        "HOME": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def write_reading(reading: Reading, folder: Path) -> None:
    """The child's side: the grids as Arrow files, then the JSON that names them."""
    grids = []
    for place, grid in enumerate(reading.grids):
        _write_frame(grid.frame, folder / f"{place}.arrow")
        about = {name: value for name, value in vars(grid).items() if name != "frame"}
        grids.append({"about": about, "table": f"{place}.arrow", "columns": list(map(str, grid.frame.columns))})
    told = {"file": reading.file, "format": reading.format, "sha256": reading.sha256, "grids": grids}
    told["findings"] = [asdict(finding) for finding in reading.findings]
    (folder / RESULT).write_text(json.dumps(told), encoding="utf-8")


def _write_frame(frame: pd.DataFrame, path: Path) -> None:
    arrays = [pa.array(frame.index, pa.int64())]
    arrays += [pa.array(frame.iloc[:, at], pa.large_string(), from_pandas=True) for at in range(frame.shape[1])]
    table = pa.table(arrays, names=[ROW, *map(str, range(frame.shape[1]))])  # names come by JSON: here they could clash
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _reading(result: Path) -> Reading:
    told = json.loads(result.read_text(encoding="utf-8"))
    grids = tuple(_grid(grid, result.parent) for grid in told["grids"])
    findings = tuple(_finding(finding) for finding in told["findings"])
    return Reading(told["file"], told["format"], told["sha256"], grids, findings)


def _grid(told: dict, folder: Path) -> Grid:
    with pa.OSFile(str(folder / Path(told["table"]).name)) as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all()
    table.validate(full=True)  # it was written beside a stranger's file
    columns = {column: table.column(at + 1) for at, column in enumerate(told["columns"])}
    frame = frame_of(columns, table.column(0).to_numpy())
    about = told["about"]
    return Grid(frame=frame, **(about | {"titles": tuple(about["titles"])}))


def _finding(told: dict) -> Finding:
    return Finding(**(told | {"values": tuple((str(name), str(value)) for name, value in told["values"])}))
