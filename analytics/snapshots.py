"""Snapshots: the tables as parquet, under one manifest, published by one atomic rename.

A snapshot's name is the hash of what it holds, so the same tables give the same snapshot and an
edited manifest no longer fits its folder. `current` names the published one; it is replaced last,
so that a process killed at any moment leaves the old snapshot or the new one, each whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from analytics import boundaries, cube
from analytics.errors import DataError, SnapshotError, TejidoError
from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from analytics.seal import check_seal
from analytics.tables import read_tables

FORMAT = 3
ILLUSTRATIVE = "illustrative"
ROLES = ("public", "partner", "analyst")
LOCK_SECONDS = 60
NAME = re.compile(r"[0-9a-f]{12}")
MANIFEST, CURRENT, LOCK = "manifest.json", "current", ".lock"


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


@dataclass(frozen=True)
class Part:
    """The rows of one import for one imported table: all of them, and those for roles other than the analyst."""

    whole: Path
    shared: Path | None = None


@dataclass(frozen=True)
class Contents:
    """What a snapshot is made of: frames of every table of `schema.TABLES`, parts of the imported tables, boundaries.

    `inputs` is the sha256 of every file that it was made from, `about` what else belongs to it, such as its imports.
    `streamed` are files of tables too large for a frame, checked while they were written; they stand for the frame.
    """

    frames: dict[str, pd.DataFrame]
    boundaries: Path
    inputs: dict[str, str]
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)
    streamed: dict[str, list[Path]] = field(default_factory=dict)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Forces a file or a folder to the disk (a folder cannot be opened on Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _flush(path)


def as_arrow(frame: pd.DataFrame) -> pa.Table:
    """A checked frame as the parquet files hold it: days as dates, no index, no metadata of pandas."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for i, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            table = table.set_column(i, column.name, table[column.name].cast(pa.date32()))
        elif pa.types.is_large_string(column.type):
            table = table.set_column(i, column.name, table[column.name].cast(pa.string()))
    return table.replace_schema_metadata(None)


def _write_parquet(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd", version="2.6", data_page_version="2.0")
    _flush(path)


def shared_issues(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The issue rows that a role other than the analyst may see.

    Left out: rows of sensitive types (class C) at a place smaller than a country or its first-level division
    (a named region may be smaller), unless the programme itself published them as a list without counts of people.
    """
    issues = frames["issues"]
    types = frames["issue_types"]
    harmless = types.loc[types["sensitivity"].ne("C"), "issue_type_id"]
    level = frames["places"].set_index("place_id")["level"]
    is_sensitive = ~issues["issue_type_id"].isin(harmless)
    is_local = issues["place_id"].notna() & ~issues["place_id"].map(level).isin(["country", "department"])
    is_list = issues["provenance"].eq("published") & issues["relation"].eq("listed")
    is_published_list = is_list & issues["count"].isna()
    return issues[~(is_sensitive & is_local & ~is_published_list)]


def empty_table(name: str) -> pa.Table:
    """An imported table without rows, in its types."""
    kinds = {"str": pa.string(), "Flo": pa.float64(), "Int": pa.int64(), "boo": pa.bool_(), "dat": pa.date32()}
    columns = IMPORTED[name].columns.items()
    return pa.schema([(column, kinds[str(rule.dtype)[:3]]) for column, rule in columns]).empty_table()


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


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _content_id(manifest: dict) -> str:
    return _digest({key: manifest[key] for key in ("format", "files", "roles", "sources", "inputs", "about")})


def _manifest_digest(manifest: dict) -> str:
    """The hash of the whole manifest: the time of the build too, which is no part of the content."""
    return _digest({key: value for key, value in manifest.items() if key != "digest"})


def _stage(staging: Path, contents: Contents) -> dict:
    """Writes every file of a snapshot into `staging`, the manifest last; returns the manifest."""
    files: dict[str, dict] = {}
    whole: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}

    def note(name: str, rows: int | None = None) -> str:
        _flush(staging / name)
        files[name] = {"sha256": file_sha256(staging / name), "bytes": (staging / name).stat().st_size, "rows": rows}
        return name

    def write(name: str, table: pa.Table) -> str:
        _write_parquet(staging / name, table)
        return note(name, table.num_rows)

    for name, paths in contents.streamed.items():
        whole[name] = [note(*_linked(path, staging, path.name)) for path in paths]
    for name, frame in contents.frames.items():
        if name not in whole:
            whole[name] = [write(f"{name}.parquet", as_arrow(frame))]
    shared["issues"] = [write("issues.shared.parquet", as_arrow(shared_issues(contents.frames)))]
    for name in (name for name in IMPORTED if name not in whole):
        parts = contents.parts.get(name, ())
        whole[name] = [note(*_linked(part.whole, staging, f"{name}.{i}.parquet")) for i, part in enumerate(parts)]
        shared[name] = [
            whole[name][i] if part.shared == part.whole else
            note(*_linked(part.shared, staging, f"{name}.{i}.shared.parquet"))
            for i, part in enumerate(parts)
            if part.shared
        ]  # fmt: skip
        if not shared[name]:
            empty = write(f"{name}.none.parquet", empty_table(name))
            whole[name], shared[name] = whole[name] or [empty], [empty]
    cube.add(staging, files, whole, shared, note)
    for name, content in boundaries.layers(contents.boundaries).items():
        _write(staging / name, content)
        note(name)
    sources = contents.frames["sources"]
    manifest = {
        "format": FORMAT,
        "files": files,
        "roles": {role: whole if role == "analyst" else whole | shared for role in ROLES},
        "inputs": contents.inputs,
        "about": contents.about,
        "sources": dict(zip(sources["source_id"], sources["sha256"], strict=True)),
    }
    manifest["id"] = _content_id(manifest)
    manifest["built_at"] = datetime.now(UTC).isoformat(timespec="microseconds")
    manifest["digest"] = _manifest_digest(manifest)
    _write(staging / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    _flush(staging)
    return manifest


def _linked(path: Path, staging: Path, name: str) -> tuple[str, int]:
    """A file that an import wrote, in the snapshot under `name`: linked where the disk can, else copied."""
    try:
        os.link(path, staging / name)
    except OSError:
        shutil.copyfile(path, staging / name)
        _flush(staging / name)
    return name, pq.ParquetFile(path).metadata.num_rows


def _point_to(store: Path, snapshot_id: str) -> None:
    fresh = store / f".{CURRENT}-{uuid.uuid4().hex}"
    _write(fresh, snapshot_id.encode() + b"\n")
    os.replace(fresh, store / CURRENT)
    _flush(store)


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
        manifest = _stage(staging, contents)
        final = store / manifest["id"]
        if final.exists() and _fault(final) is None:
            shutil.rmtree(staging)
        else:
            if final.exists():
                os.replace(final, store / f".damaged-{uuid.uuid4().hex}")
            os.replace(staging, final)
            _flush(store)
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
        if [expected, manifest["digest"]] != [_content_id(manifest), _manifest_digest(manifest)]:
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
