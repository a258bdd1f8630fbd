"""What an import changes: rows added, changed and removed by table, and totals before and after."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq

from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from analytics.snapshots import Snapshot
from analytics.staging import Contents, empty_table
from analytics.workspaces import typed

WHENCE = ("source_id", "section", "sheet", "line", "anchor", "fact_id", "provenance")
ROWS_COMPARED = 1_000_000  # of an imported table; a larger one is compared by its number of rows


def differences(before: Snapshot | None, after: Contents) -> dict[str, dict[str, int]]:
    """For each table with rows on either side: added, changed, removed, total."""
    found = {}
    for name, table in TABLES.items():
        old = _published(before, name)
        found[name] = _compared(old, after.frames[name], table.key)
    for name, table in IMPORTED.items():
        old_paths = before.tables("analyst")[name] if before else ()
        new_paths = [part.whole for part in after.parts.get(name, ())]
        found[name] = _parts_compared(name, old_paths, new_paths, table.key)
    return {name: counts for name, counts in found.items() if any(counts.values())}


def _published(snapshot: Snapshot | None, name: str) -> pd.DataFrame | None:
    return typed(name, pq.read_table(snapshot.tables("analyst")[name][0])) if snapshot else None


def _compared(old: pd.DataFrame | None, new: pd.DataFrame, key: tuple[str, ...]) -> dict[str, int]:
    if old is None:
        return {"added": len(new), "changed": 0, "removed": 0, "total": len(new)}
    keys = list(key)
    hashes = [_hashed(frame, keys) for frame in (old, new)]
    same = hashes[0].index.intersection(hashes[1].index)
    changed = int((hashes[0].loc[same].to_numpy() != hashes[1].loc[same].to_numpy()).sum())
    added, removed = len(hashes[1]) - len(same), len(hashes[0]) - len(same)
    return {"added": added, "changed": changed, "removed": removed, "total": len(new)}


def _hashed(frame: pd.DataFrame, keys: list[str]) -> pd.Series:
    """A hash of what each row says (not of where it stands), by the hash of its key; equal keys are told apart."""
    said = frame.drop(columns=[column for column in WHENCE if column in frame and column not in keys])
    index = pd.util.hash_pandas_object(frame[keys].astype("str"), index=False)
    content = pd.util.hash_pandas_object(said.astype("str"), index=False)
    once = pd.DataFrame({"key": index.to_numpy(), "content": content.to_numpy()})
    once["n"] = once.groupby("key").cumcount()
    return once.set_index(["key", "n"])["content"]


def _parts_compared(name: str, old: tuple, new: list, key: tuple[str, ...]) -> dict[str, int]:
    counts = [sum(pq.ParquetFile(path).metadata.num_rows for path in paths) for paths in (old, new)]
    held, fresh = set(map(_stamp, old)), set(map(_stamp, new))
    if held <= fresh or max(counts) > ROWS_COMPARED:
        removed = sum(pq.ParquetFile(path).metadata.num_rows for path in old if _stamp(path) not in fresh)
        kept = counts[0] - removed
        return {"added": counts[1] - kept, "changed": 0, "removed": removed, "total": counts[1]}
    frames = [_read(name, paths) for paths in (old, new)]
    return _compared(frames[0], frames[1], key)


def _stamp(path) -> tuple[int, int]:
    """The file behind a path: an import's part and its link in a version are one file."""
    found = path.stat()
    return (found.st_dev, found.st_ino)


def _read(name: str, paths: list) -> pd.DataFrame:
    tables = [pq.read_table(path) for path in paths] or [empty_table(name)]
    return pd.concat([table.to_pandas() for table in tables], ignore_index=True)
