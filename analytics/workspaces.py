"""Workspaces: what was imported, import by import, and the versions published from it.

A workspace is a folder: `imports/<id>/` holds what each import read (tables as parquet, its report, its mapping),
`snapshots/` the published versions, `audit.jsonl` who did what. Which imports a version is made of stands in its
manifest, so going back to an older version goes back to its imports.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from analytics import audit, restated
from analytics.errors import SnapshotError, UseError
from analytics.paths import SAMPLE, sample_folder, tables_folders, workspaces_folder
from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from analytics.snapshots import (
    CURRENT,
    LOCK_SECONDS,
    Snapshot,
    inputs,
    is_superseded,
    open_current,
    publish_contents,
    published_manifest,
    select,
    stored,
)
from analytics.staging import Contents, Part
from analytics.tables import DATE, empty_frame, held_table

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ABOUT, REPORT = "workspace.json", "import.json"
BY_ACTIVITY = {name for name, table in (TABLES | IMPORTED).items() if "activity_id" in table.columns}
BY_SUBMISSION = ("submissions", "answers")


@dataclass(frozen=True)
class Import:
    """One import as it lies in its workspace."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.name

    @cached_property
    def report(self) -> dict:
        return json.loads((self.folder / REPORT).read_text(encoding="utf-8"))

    def frame(self, name: str) -> pd.DataFrame | None:
        """Its rows of a table of `schema.TABLES`, in the table's types; None where it has none."""
        path = self.folder / "tables" / f"{name}.parquet"
        return typed(name, pq.read_table(path)) if path.is_file() else None

    def parts(self, name: str) -> dict[str, Part]:
        """Its parquet files for an imported table, by data set (or the table's name)."""
        found = {}
        for path in sorted((self.folder / "parts").glob(f"{name}@*.parquet")):
            if path.name.endswith(".shared.parquet"):
                continue
            shared = path.with_name(path.name.removesuffix(".parquet") + ".shared.parquet")
            found[path.stem.split("@", 1)[1]] = Part(path, shared if shared.is_file() else None)
        return found

    def ids(self, table: str, column: str) -> set[str]:
        """The keys of its rows of an imported table or of `activities`."""
        if table in TABLES:
            frame = self.frame(table)
            return set() if frame is None else set(frame[column])
        paths = [part.whole for part in self.parts(table).values()]
        return {key for path in paths for key in pq.read_table(path, columns=[column])[column].to_pylist()}


def typed(name: str, table: pa.Table) -> pd.DataFrame:
    """A parquet table as the frame that the schema of `schema.TABLES` describes.

    An import that an earlier version of Tejido wrote knows nothing of later columns: they are empty.
    """
    frame = table.to_pandas(date_as_object=True).reindex(columns=list(TABLES[name].columns))
    for column, rule in TABLES[name].columns.items():
        kind = str(rule.dtype)
        if kind.startswith("datetime64"):
            frame[column] = pd.to_datetime(frame[column]).astype(DATE)
        else:
            frame[column] = frame[column].astype("str" if kind.startswith("str") else kind)
    return frame


@dataclass(frozen=True)
class Workspace:
    """A workspace by its name; it need not be there yet."""

    name: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise UseError(
                f"{self.name!r} cannot name a workspace: small letters, digits and hyphens, at most forty, please."
            )

    @property
    def is_illustrative(self) -> bool:
        """Whether it is the illustrative portfolio, which `analytics.sample` makes and nothing is imported into."""
        return self.name == SAMPLE

    @property
    def folder(self) -> Path:
        return sample_folder() if self.is_illustrative else workspaces_folder() / self.name

    @property
    def store(self) -> Path:
        return self.folder / "snapshots"

    @property
    def is_there(self) -> bool:
        return (self.store / CURRENT if self.is_illustrative else self.folder / ABOUT).is_file()

    @property
    def joins_record(self) -> bool:
        """Whether its versions also hold the record of the four documents."""
        return json.loads((self.folder / ABOUT).read_text(encoding="utf-8"))["joins_record"]

    def create(self, joins_record: bool) -> None:
        """Makes its folder where it is not there yet; raises UseError for the illustrative portfolio."""
        if self.is_illustrative:
            raise UseError(
                f"{SAMPLE!r} is the illustrative example: nothing is imported into it or joined with it."
                " Choose another name."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.is_there:
            (self.folder / ABOUT).write_text(json.dumps({"name": self.name, "joins_record": joins_record}) + "\n")

    def snapshot(self) -> Snapshot | None:
        """Its published version; None before the first."""
        return open_current(self.store) if (self.store / CURRENT).is_file() else None

    def renew(self) -> None:
        """Makes its published version anew from its imports, where another version of Tejido wrote it."""
        if not is_superseded(self.store):
            return
        with self.locked():
            manifest = published_manifest(self.store)
            if manifest and is_superseded(self.store):  # another process can have been first
                self.publish([Import(self.folder / "imports" / one) for one in manifest["about"]["imports"]], "renew")

    def open(self) -> Snapshot:
        """Its published version, renewed first where another version of Tejido wrote it.

        Raises SnapshotError where there is none that can be opened.
        """
        self.renew()
        return open_current(self.store)

    def imports(self, snapshot: Snapshot | None = None) -> list[Import]:
        """The imports of its published version (or of the one given), the oldest first."""
        snapshot = snapshot or self.snapshot()
        ids = snapshot.manifest["about"]["imports"] if snapshot else []
        return [Import(self.folder / "imports" / one) for one in ids]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One import at a time: raises SnapshotError where another has not ended after a minute."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout:
            raise SnapshotError(
                f"Another import into {self.name} is running. Wait until it has ended, then try again."
            ) from None

    def publish(self, imports: list[Import], action: str, **about: object) -> Snapshot:
        """Publishes a version made of these imports and notes it in the log."""
        audit.lines(self.folder)  # a broken log is told before anything is published
        snapshot = publish_contents(compose(self, imports), self.store)
        audit.note(self.folder, action, version=snapshot.id, imports=[one.id for one in imports], **about)
        return snapshot

    def versions(self) -> list[dict]:
        """Every version, the newest first: id, when, imports, rows, whether it is the published one."""
        current = self.snapshot()
        found = [
            {
                "id": manifest["id"], "built_at": manifest["built_at"], "imports": manifest["about"].get("imports", []),
                "rows": sum(file["rows"] or 0 for file in manifest["files"].values()),
                "is_current": current is not None and manifest["id"] == current.id,
            }
            for manifest in stored(self.store)
        ]  # fmt: skip
        return sorted(found, key=lambda version: version["built_at"], reverse=True)

    def roll_back(self, to: str | None = None) -> Snapshot:
        """Makes an older version the published one: the one named, else the one before the current.

        Raises SnapshotError where there is none such or it is not whole; `withdraw` takes back the first.
        """
        with self.locked():
            audit.lines(self.folder)
            versions = self.versions()
            current = next((i for i, version in enumerate(versions) if version["is_current"]), None)
            if to is None and current is not None and current + 1 < len(versions):
                to = versions[current + 1]["id"]
            if to not in {version["id"] for version in versions}:
                raise SnapshotError(f"{self.name} has no version {to or 'before this one'} to go back to.")
            snapshot = select(self.store, to)
            audit.note(self.folder, "rollback", version=to)
            return snapshot

    def withdraw(self) -> str:
        """Takes the first version back, so that nothing is shown; returns its id. The version stays and can be shown.

        Raises SnapshotError where nothing is shown, or a version before it could be.
        """
        with self.locked():
            audit.lines(self.folder)
            shown = self.snapshot()
            if shown is None:
                raise SnapshotError(f"{self.name} shows no version that could be taken back.")
            if not self.is_first(shown.id):
                raise SnapshotError(f"{self.name} has versions before {shown.id}: go back to one of them.")
            (self.store / "current").unlink()
            audit.note(self.folder, "withdraw", version=shown.id)
            return shown.id

    def is_first(self, version: str) -> bool:
        """Whether no version is older than this one."""
        versions = self.versions()
        return bool(versions) and versions[-1]["id"] == version


def all_workspaces() -> list[str]:
    """The names of the workspaces that are there."""
    folder = workspaces_folder()
    return sorted(path.parent.name for path in folder.glob(f"*/{ABOUT}")) if folder.is_dir() else []


def workspace_named(name: str) -> Workspace | None:
    """The workspace of this name, where there is one: addresses ask for any text. Never the illustrative portfolio."""
    found = Workspace(name) if NAME.fullmatch(name) and name != SAMPLE else None
    return found if found is not None and found.is_there else None


def compose(workspace: Workspace, imports: list[Import]) -> Contents:
    """What a version of the workspace holds: the reference, the record where it is joined, and the imports.

    Of rows with one key the newest import's stands. A newer import of an activity or a submission replaces all that
    older ones said of it; one of a data set replaces the older rows of that data set.
    """
    folders = tables_folders()
    replaced = _replaced(imports)
    told = [_told(one, replaced[one.id]) for one in imports]
    frames = {}
    for name, table in TABLES.items():
        is_held = table.folder == "reference" or workspace.joins_record
        base = held_table(name, folders) if is_held else empty_frame(name)
        older = [tables[name] for tables in told if name in tables]
        frames[name] = pd.concat([base, *older], ignore_index=True) if older else base
    restated.united(frames)
    frames = {name: _newest(frame, TABLES[name].key) for name, frame in frames.items()}
    parts = {name: tuple(_parts(name, imports, replaced)) for name in IMPORTED}
    about = {"imports": [one.id for one in imports], "joins_record": workspace.joins_record}
    read = ("published", "reference") if workspace.joins_record else ("reference",)
    hashes = {name: digest for name, digest in inputs(folders).items() if name.split("/")[0] in (*read, "boundaries")}
    hashes |= {f"import/{one.id}": one.id for one in imports}
    return Contents(frames, folders["reference"] / "boundaries", hashes, parts, about)


@dataclass(frozen=True)
class _Replaced:
    """What newer imports took the place of in an older one."""

    activities: frozenset[str] = frozenset()
    submissions: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()


def _replaced(imports: list[Import]) -> dict[str, _Replaced]:
    found: dict[str, _Replaced] = {}
    newer = _Replaced()
    for one in reversed(imports):
        found[one.id] = newer
        newer = _Replaced(
            newer.activities | one.ids("activities", "activity_id"),
            newer.submissions | one.ids("submissions", "submission_id"),
            newer.datasets | frozenset(one.parts("issue_records")),
            newer.files | one.ids("sources", "file_name"),
            newer.indicators | one.ids("indicators", "indicator_id"),
        )
    return found


def _told(one: Import, replaced: _Replaced) -> dict[str, pd.DataFrame]:
    """The rows of an import by table, without those that newer ones took the place of."""
    frames = {name: _without(frame, name, replaced) for name in TABLES if (frame := one.frame(name)) is not None}
    restated.without_older(frames, replaced.files, replaced.indicators)
    return frames


def _without(frame: pd.DataFrame, name: str, replaced: _Replaced) -> pd.DataFrame:
    is_replaced = name in BY_ACTIVITY and replaced.activities
    return frame[~frame["activity_id"].isin(replaced.activities)] if is_replaced else frame


def _newest(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    return frame[~frame.duplicated(list(key), keep="last")].reset_index(drop=True)


def _parts(name: str, imports: list[Import], replaced: dict[str, _Replaced]) -> Iterator[Part]:
    for one in imports:
        gone = replaced[one.id]
        for dataset, part in one.parts(name).items():
            if name == "issue_records" and dataset in gone.datasets:
                continue
            column, keys = (
                ("activity_id", gone.activities) if name in BY_ACTIVITY else
                ("submission_id", gone.submissions) if name in BY_SUBMISSION else ("", frozenset())
            )  # fmt: skip
            yield _filtered(part, column, keys) if keys else part


def _filtered(part: Part, column: str, keys: frozenset[str]) -> Part:
    """The part without the rows of these keys, written beside it under the hash of what is left out."""
    table = pq.read_table(part.whole)
    kept = table.filter(pc.invert(pc.is_in(table[column], value_set=pa.array(sorted(keys)))))
    if kept.num_rows == table.num_rows:
        return part
    digest = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:12]
    path = part.whole.with_name(f".{part.whole.stem}.{digest}.parquet")
    pq.write_table(kept, path, compression="zstd", version="2.6", data_page_version="2.0")
    return Part(path, path if part.shared else None)
