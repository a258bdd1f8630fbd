"""Snapshots: the tables as parquet, under one manifest, published by one atomic rename.

A snapshot's name is the hash of what it holds, so the same tables give the same snapshot and an
edited manifest no longer fits its folder. `current` names the published one; it is replaced last,
so that a process killed at any moment leaves the old snapshot or the new one, each whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from analytics import boundaries
from analytics.errors import DataError, SnapshotError, TejidoError
from analytics.schema import TABLES
from analytics.seal import check_seal
from analytics.staging import FORMAT, MANIFEST, Contents, content_id, file_sha256, flush, manifest_digest, stage, write
from analytics.tables import read_tables

ILLUSTRATIVE = "illustrative"
LOCK_SECONDS = 60
NAME = re.compile(r"[0-9a-f]{12}")
CURRENT, LOCK = "current", ".lock"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot whose files were found whole.

    `faults` says what was wrong with newer ones, in words for a person; empty where this is the published one.
    """

    folder: Path
    manifest: dict
    faults: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.manifest["id"]

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["built_at"])

    @property
    def is_illustrative(self) -> bool:
        """Whether it holds the illustrative portfolio: whatever is shown or written of it says so."""
        return bool(self.manifest["about"].get(ILLUSTRATIVE))

    def tables(self, role: str) -> dict[str, tuple[Path, ...]]:
        """The parquet files of each table that the role may read; a table that imports fill has one for each."""
        roles = self.manifest["roles"][role]
        return {name: tuple(self.folder / file for file in files) for name, files in roles.items()}

    def geometry(self, name: str) -> Path:
        """A boundary file of the snapshot, such as `departments.geojson`."""
        return self.folder / name

    def digest(self, name: str) -> str:
        return self.manifest["files"][name]["sha256"]


def inputs(folders: dict[str, Path]) -> dict[str, str]:
    """The sha256 of every file that a snapshot is made from, by folder and name."""
    paths = [folders[table.folder] / f"{name}.csv" for name, table in TABLES.items()]
    paths += [folders["reference"] / "boundaries" / f"{layer}.parquet" for layer in boundaries.LAYERS]
    return {f"{path.parent.name}/{path.name}": file_sha256(path) if path.is_file() else "missing" for path in paths}


def is_up_to_date(folders: dict[str, Path], store: Path) -> bool:
    """Whether the published snapshot is whole and made from the tables as they stand now."""
    try:
        snapshot = open_current(store)
        return not snapshot.faults and snapshot.manifest["inputs"] == inputs(folders)
    except (SnapshotError, FileNotFoundError):
        return False


def _point_to(store: Path, snapshot_id: str) -> None:
    fresh = store / f".{CURRENT}-{uuid.uuid4().hex}"
    write(fresh, snapshot_id.encode() + b"\n")
    os.replace(fresh, store / CURRENT)
    flush(store)


def publish(folders: dict[str, Path], store: Path, progress: Callable[[str], None] = lambda _: None) -> Snapshot:
    """Builds a snapshot from the tables in `folders` and makes it the current one of `store`.

    Raises DataError or SealError where a table is at fault (nothing is then published) and SnapshotError
    where another build is running or the disk refuses.
    """
    progress("reading and checking the tables")
    check_seal(folders)
    return publish_contents(contents_of(read_tables(folders), folders), store, progress)


def contents_of(frames: dict[str, pd.DataFrame], folders: dict[str, Path]) -> Contents:
    """What a snapshot of the tables in `folders` holds, which were read into `frames`."""
    return Contents(frames, folders["reference"] / "boundaries", inputs(folders))


def publish_contents(contents: Contents, store: Path, progress: Callable[[str], None] = lambda _: None) -> Snapshot:
    """Publishes tables that were read and checked; see `publish`."""
    _check_unmixed(contents)
    _check_alike(bool(contents.about.get(ILLUSTRATIVE)), store)
    try:
        store.mkdir(parents=True, exist_ok=True)
        with FileLock(store / LOCK, timeout=LOCK_SECONDS):
            return _publish_locked(contents, store, progress)
    except Timeout:
        raise SnapshotError(
            f"Another build is running in {store.name}/. Wait until it has ended, then try again."
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SnapshotError(
            f"The snapshot could not be written: {reason}. What was published before is unchanged."
            " Free some space or choose a folder that can be written (TEJIDO_DATA), then build again."
        ) from error


def _check_alike(is_illustrative: bool, store: Path) -> None:
    """Raises DataError where versions of the illustrative portfolio and of data would stand in one folder."""
    for path in store.glob("*/manifest.json"):
        try:
            held = bool(json.loads(path.read_text(encoding="utf-8"))["about"].get(ILLUSTRATIVE))
        except (OSError, ValueError, KeyError, AttributeError):
            continue  # damaged: it says nothing, and opening it names the fault
        if held != is_illustrative:
            what = "the illustrative example" if held else "data, and the illustrative example never stands with it"
            raise DataError(f"{store.name}/ holds {what}. Nothing was published: choose another folder.")


def _check_unmixed(contents: Contents) -> None:
    """Raises DataError where illustrative rows would stand beside others: nobody could tell them apart in a total."""
    found: set[str] = set()
    for frame in contents.frames.values():
        found |= set(frame["provenance"].dropna().unique()) if "provenance" in frame else set()
    for part in (part for parts in contents.parts.values() for part in parts):
        found |= _provenances(part.whole)
    if ILLUSTRATIVE in found and found != {ILLUSTRATIVE}:
        others = ", ".join(sorted(found - {ILLUSTRATIVE}))
        raise DataError(f"Illustrative rows are never published with others ({others}). Nothing was published.")


def _provenances(path: Path) -> set[str]:
    """The provenances of a parquet file, from the least and the greatest of each group of rows where it notes them."""
    file = pq.ParquetFile(path)
    at = file.schema_arrow.get_field_index("provenance")
    if at < 0 or file.metadata.num_rows == 0:
        return set()
    noted = [file.metadata.row_group(i).column(at).statistics for i in range(file.metadata.num_row_groups)]
    if all(one is not None and one.has_min_max for one in noted):
        return {edge for one in noted for edge in (one.min, one.max)}
    return set(pc.unique(file.read(columns=["provenance"])["provenance"]).to_pylist())


def _publish_locked(contents: Contents, store: Path, progress: Callable[[str], None]) -> Snapshot:
    for leftover in [*store.glob(".staging-*"), *store.glob(f".{CURRENT}-*")]:
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    staging = store / f".staging-{uuid.uuid4().hex}"
    staging.mkdir()
    try:
        progress("writing the snapshot")
        manifest = stage(staging, contents)
        final = store / manifest["id"]
        if final.exists() and _fault(final) is None:
            shutil.rmtree(staging)
        else:
            if final.exists():
                os.replace(final, store / f".damaged-{uuid.uuid4().hex}")
            os.replace(staging, final)
            flush(store)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    progress("publishing it")
    _point_to(store, manifest["id"])
    return Snapshot(final, json.loads((final / MANIFEST).read_text()))


def _fault(folder: Path) -> str | None:
    """What is wrong with the snapshot in `folder`, in words; None where it is whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files, expected = manifest["files"], manifest["id"]
        if manifest["format"] != FORMAT:
            return f"snapshot {folder.name}: written by another version of Tejido; build it again"
        if [expected, manifest["digest"]] != [content_id(manifest), manifest_digest(manifest)]:
            return f"snapshot {folder.name}: {MANIFEST} was changed after it was published"
        if expected != folder.name:
            return f"snapshot {folder.name}: holds snapshot {expected}"
    except FileNotFoundError:
        return f"snapshot {folder.name}: {MANIFEST} is missing"
    except (OSError, ValueError, KeyError, TypeError):
        return f"snapshot {folder.name}: {MANIFEST} cannot be read"
    for name, noted in files.items():
        if not (folder / name).is_file():
            return f"snapshot {folder.name}: {name} is missing"
        if file_sha256(folder / name) != noted["sha256"]:
            return f"snapshot {folder.name}: {name} is not what was published (its sha256 differs)"
    return None


def published_manifest(store: Path) -> dict | None:
    """The manifest of the snapshot that `current` names, of whatever format; None where it is not as it was written."""
    try:
        name = (store / CURRENT).read_text(encoding="utf-8").strip()
        manifest = json.loads((store / name / MANIFEST).read_text(encoding="utf-8"))
        return manifest if manifest["id"] == name and manifest["digest"] == manifest_digest(manifest) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_superseded(store: Path) -> bool:
    """Whether another version of Tejido wrote the published snapshot: it has to be made anew before it is opened."""
    manifest = published_manifest(store)
    return manifest is not None and manifest["format"] != FORMAT


def _others(store: Path, besides: str | None) -> list[Path]:
    """The other snapshots of the store, the newest first."""

    def built_at(folder: Path) -> str:
        try:
            return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["built_at"]
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    folders = [f for f in store.iterdir() if f.is_dir() and not f.name.startswith(".") and f.name != besides]
    return sorted(folders, key=built_at, reverse=True)


def open_current(store: Path) -> Snapshot:
    """The published snapshot, every file's hash checked; else the newest other one that is whole.

    Raises SnapshotError where none is; its message names every fault found.
    """
    faults: list[str] = []
    name: str | None = None
    if not store.is_dir():
        raise SnapshotError(f"There is no snapshot in {store.name}/ yet. Run `python -m analytics build`.")
    try:
        name = (store / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        faults.append(f"the file {CURRENT}, which names the published snapshot, is missing or cannot be read")
    wanted = [store / name] if name and NAME.fullmatch(name) and (store / name).is_dir() else []
    if name is not None and not wanted:
        faults.append(f"the published snapshot {name!r} is missing")
    for folder in [*wanted, *_others(store, name)]:
        if (fault := _fault(folder)) is None:
            return Snapshot(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")), tuple(faults))
        faults.append(fault)
    raise SnapshotError("No snapshot can be opened:\n  " + "\n  ".join(faults) + "\nRun `python -m analytics build`.")


def open_version(store: Path, snapshot_id: str) -> Snapshot:
    """The version of that id, whatever is published by now; the published one (see `open_current`) where it is damaged
    or gone, with that among its faults.
    """
    folder = store / snapshot_id
    fault = (
        _fault(folder) if NAME.fullmatch(snapshot_id) and folder.is_dir() else f"the version {snapshot_id} is missing"
    )
    if fault is None:
        return Snapshot(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    current = open_current(store)
    return Snapshot(current.folder, current.manifest, (fault, *current.faults))


def stored(store: Path) -> list[dict]:
    """The manifest of every snapshot of the store that can be read, in no order."""
    found = []
    for folder in store.glob("*") if store.is_dir() else ():
        with contextlib.suppress(OSError, ValueError):
            if NAME.fullmatch(folder.name):
                found.append(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    return found


def select(store: Path, snapshot_id: str) -> Snapshot:
    """Makes an older snapshot of the store the published one.

    Raises SnapshotError where it is not whole; the published one is then unchanged.
    """
    folder = store / snapshot_id
    if (fault := _fault(folder)) is not None:
        raise SnapshotError(f"{fault}. What was published before is unchanged.")
    with FileLock(store / LOCK, timeout=LOCK_SECONDS):
        _point_to(store, snapshot_id)
    return Snapshot(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def open_or_build(folders: dict[str, Path], store: Path) -> Snapshot:
    """The snapshot to serve: the published one; built first where there is none, or where the tables have changed.

    What stood in the way (a damaged file, a table at fault) is in the snapshot's `faults`. Raises TejidoError only
    where nothing can be served.
    """
    if is_superseded(store):  # nothing is damaged, so nothing is said of it
        with contextlib.suppress(TejidoError):
            return publish(folders, store)
    held = store.is_dir() and any(not path.name.startswith(".") for path in store.iterdir())
    try:
        snapshot = open_current(store)
    except SnapshotError as error:
        return replace(publish(folders, store), faults=(str(error),) if held else ())
    if snapshot.faults or snapshot.manifest["inputs"] == inputs(folders):
        return snapshot
    try:
        return publish(folders, store)
    except TejidoError as error:
        return replace(snapshot, faults=(str(error),))
