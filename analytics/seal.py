"""The seal of the tables that people write: it tells a correction from an accident.

`seal.json` holds a short hash for each row and each column of every published and reference table.
A cell that changed without a new seal is named: the row whose hash differs crossed with the
column whose hash differs. After a deliberate correction: `python -m analytics seal`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from analytics.errors import SealError
from analytics.schema import TABLES
from analytics.tables import read_text

SEAL = "seal.json"


def _digest(cells: list[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:12]


def _fingerprint(frame: pd.DataFrame) -> dict[str, object]:
    text = frame.fillna("")
    return {
        "columns": {name: _digest([name, *text[name].tolist()]) for name in text.columns},
        "rows": [_digest(list(row)) for row in text.itertuples(index=False, name=None)],
    }


def _fingerprints(folders: dict[str, Path]) -> dict[str, dict[str, object]]:
    return {
        f"{table.folder}/{name}.csv": _fingerprint(read_text(folders[table.folder] / f"{name}.csv"))
        for name, table in TABLES.items()
    }


def write_seal(folders: dict[str, Path]) -> Path:
    """Records the tables as they stand now; returns the seal's path."""
    path = folders["published"] / SEAL
    path.write_text(json.dumps(_fingerprints(folders), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def check_seal(folders: dict[str, Path]) -> None:
    """Raises SealError that names each file, row and column that differs from the seal."""
    path = folders["published"] / SEAL
    if not path.is_file():
        raise SealError(f"{SEAL} is missing beside the published tables. Check the tables, then seal them again.")
    try:
        sealed = json.loads(path.read_text(encoding="utf-8"))
        return _compare(_fingerprints(folders), sealed)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SealError(f"{SEAL} cannot be read. Put it back, or check the tables and seal them again.") from None


def _compare(current: dict[str, dict], sealed: dict[str, dict]) -> None:
    faults = []
    for name, now in current.items():
        was = sealed.get(name)
        if was is None or now == was:
            faults += [] if was else [f"{name}: not in the seal"]
            continue
        if len(now["rows"]) != len(was["rows"]):
            faults.append(f"{name}: {len(now['rows'])} rows where {len(was['rows'])} were sealed")
            continue
        rows = [i + 2 for i, (a, b) in enumerate(zip(now["rows"], was["rows"], strict=True)) if a != b]
        names = dict.fromkeys([*now["columns"], *was["columns"]])
        columns = [c for c in names if now["columns"].get(c) != was["columns"].get(c)]
        shown = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        faults.append(f"{name}: row {shown}, column {', '.join(columns)}")
    if faults:
        raise SealError(
            "Tables changed since they were sealed:\n  " + "\n  ".join(faults) + "\nIf the change is a correction, run"
            " `python -m analytics check-sources FOLDER` where the documents are at hand, then"
            " `python -m analytics seal`. Otherwise put the file back."
        )
