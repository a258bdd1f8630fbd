"""What a snapshot is made of, and its files on the disk: written, flushed and hashed before anything is published."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics import boundaries, cube
from analytics.schema_imported import IMPORTED

FORMAT = 9
ROLES = ("public", "partner", "analyst")
MANIFEST = "manifest.json"
# Small pages: of a row that is looked up no more is unpacked than what stands around it.
PARQUET = {"compression": "zstd", "version": "2.6", "data_page_version": "2.0", "data_page_size": 65_536}


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


def flush(path: Path) -> None:
    """Forces a file or a folder to the disk (a folder cannot be opened on Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    flush(path)


def as_arrow(frame: pd.DataFrame) -> pa.Table:
    """A checked frame as the parquet files hold it: days as dates, no index, no metadata of pandas."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for i, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            table = table.set_column(i, column.name, table[column.name].cast(pa.date32()))
        elif pa.types.is_large_string(column.type):
            table = table.set_column(i, column.name, table[column.name].cast(pa.string()))
    return table.replace_schema_metadata(None)


def write_parquet(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, **PARQUET)
    flush(path)


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


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def content_id(manifest: dict) -> str:
    return _digest({key: manifest[key] for key in ("format", "files", "roles", "sources", "inputs", "about")})


def manifest_digest(manifest: dict) -> str:
    """The hash of the whole manifest: the time of the build too, which is no part of the content."""
    return _digest({key: value for key, value in manifest.items() if key != "digest"})


def stage(staging: Path, contents: Contents) -> dict:
    """Writes every file of a snapshot into `staging`, the manifest last; returns the manifest."""
    files: dict[str, dict] = {}
    whole: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}

    def note(name: str, rows: int | None = None) -> str:
        flush(staging / name)
        files[name] = {"sha256": file_sha256(staging / name), "bytes": (staging / name).stat().st_size, "rows": rows}
        return name

    def added(name: str, table: pa.Table) -> str:
        write_parquet(staging / name, table)
        return note(name, table.num_rows)

    for name, paths in contents.streamed.items():
        whole[name] = [note(*_linked(path, staging, path.name)) for path in paths]
    for name, frame in contents.frames.items():
        if name not in whole:
            whole[name] = [added(f"{name}.parquet", as_arrow(frame))]
    shared["issues"] = [added("issues.shared.parquet", as_arrow(shared_issues(contents.frames)))]
    for name in (name for name in IMPORTED if name not in whole):
        parts = contents.parts.get(name, ())
        whole[name], shared[name] = _add_parts(name, parts, staging, note)
        if not shared[name]:
            empty = added(f"{name}.none.parquet", empty_table(name))
            whole[name], shared[name] = whole[name] or [empty], [empty]
    cube.add(staging, files, whole, shared, note)
    for name, content in boundaries.layers(contents.boundaries).items():
        write(staging / name, content)
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
    manifest["id"] = content_id(manifest)
    manifest["built_at"] = datetime.now(UTC).isoformat(timespec="microseconds")
    manifest["digest"] = manifest_digest(manifest)
    write(staging / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    flush(staging)
    return manifest


def _add_parts(
    name: str, parts: tuple[Part, ...], staging: Path, note: Callable[[str, int], str]
) -> tuple[list[str], list[str]]:
    """Takes the files of an imported table in: those with every row, and those that every role may read."""
    whole = [note(*_linked(part.whole, staging, f"{name}.{i}.parquet")) for i, part in enumerate(parts)]
    shared = [
        whole[i] if part.shared == part.whole else note(*_linked(part.shared, staging, f"{name}.{i}.shared.parquet"))
        for i, part in enumerate(parts)
        if part.shared
    ]
    return whole, shared


def _linked(path: Path, staging: Path, name: str) -> tuple[str, int]:
    """A file that an import wrote, in the snapshot under `name`: linked where the disk can, else copied."""
    try:
        os.link(path, staging / name)
    except OSError:
        shutil.copyfile(path, staging / name)
        flush(staging / name)
    return name, pq.ParquetFile(path).metadata.num_rows
