"""Publishes the illustrative portfolio as a data set of its own, which nothing joins."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import SnapshotError, UseError
from analytics.paths import SAMPLE, snapshots_folder, tables_folders, workspaces_folder
from analytics.sample.load import write_load
from analytics.sample.load_rows import MARK
from analytics.sample.portfolio import MADE, Portfolio, portfolio
from analytics.schema import TABLES
from analytics.snapshots import (
    ILLUSTRATIVE,
    Snapshot,
    inputs,
    open_current,
    publish_contents,
)
from analytics.staging import PARQUET, Contents, Part, empty_table
from analytics.tables import check_together, empty_frame, held_table
from analytics.workspaces import Workspace

SEED = 1
LEAST_LOAD = 1000


def publish_sample(seed: int = SEED, store: Path | None = None) -> Snapshot:
    """Makes the portfolio of a seed and publishes it, in `store` or where `?data=sample` finds it.

    The same seed gives the same snapshot, byte for byte.
    """
    with tempfile.TemporaryDirectory(prefix="tejido-sample-") as folder:
        return publish_contents(_contents(seed, Path(folder)), _apart(store))


def _apart(store: Path | None) -> Path:
    """The folder to publish in; raises UseError for one that data is read from: it would be shown as such."""
    if store is None:
        return Workspace(SAMPLE).store
    real = store.expanduser().resolve()
    if real == snapshots_folder() or real.is_relative_to(workspaces_folder()):
        raise UseError(f"{store} is where data is read from. Choose another folder for the illustrative example.")
    return store


def _contents(seed: int, folder: Path | None = None) -> Contents:
    """What the snapshot of a seed holds; what imports fill is written to `folder`, and left out without one."""
    folders = tables_folders()
    reference = {name: held_table(name, folders) for name, table in TABLES.items() if table.folder == "reference"}
    made = portfolio(seed, reference["places"])
    frames = {name: reference[name] if name in reference else made.frames.get(name, empty_frame(name))
              for name in TABLES}  # fmt: skip
    check_together(frames)
    hashes = {name: digest for name, digest in inputs(folders).items() if not name.startswith("published/")}
    about = {ILLUSTRATIVE: True, "seed": seed, "made": MADE, "imports": [], "joins_record": False}
    parts = _written(made, folder) if folder else {}
    return Contents(frames, folders["reference"] / "boundaries", hashes, parts, about)


def publish_load(
    total: int, seed: int = SEED, store: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> Snapshot:
    """Publishes the portfolio with `total` activities instead of its own: a load to measure with (see `load`).

    Raises UseError below `LEAST_LOAD`: what is so small is listed and cited one by one, as the portfolio itself is.
    """
    if total < LEAST_LOAD:
        raise UseError(f"A load has {LEAST_LOAD:,} activities or more. Leave the number out for the portfolio itself.")
    store = _apart(store)
    store.mkdir(parents=True, exist_ok=True)
    contents = _contents(seed)
    places, partners = (contents.frames[name] for name in ("places", "organisations"))
    for left in store.glob(".load-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=".load-", dir=store) as folder:
        files = write_load(total, seed, places, partners["organisation_id"].tolist(), Path(folder), progress)
        about = contents.about | {"load": total, "note": MARK[0]}
        return publish_contents(replace(contents, parts={}, about=about, streamed=files), store, progress)


def _written(made: Portfolio, folder: Path) -> dict[str, tuple[Part, ...]]:
    """The rows of the imported tables as parquet; every role may see them, for nobody real is in them."""
    parts = {}
    for name, frame in made.parts.items():
        path = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pandas(frame, schema=empty_table(name).schema, preserve_index=False)
                       .replace_schema_metadata(None), path, **PARQUET)  # fmt: skip
        parts[name] = (Part(path, path),)
    return parts


def sample() -> Snapshot:
    """The published portfolio; made first where there is none, or where it was made by an earlier version."""
    store = Workspace(SAMPLE).store
    try:
        snapshot = open_current(store)
    except SnapshotError:
        return publish_sample()
    about = snapshot.manifest["about"]
    return snapshot if about.get("made") == MADE else publish_sample(about.get("seed", SEED))
