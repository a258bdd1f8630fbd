"""Publishes the illustrative portfolio as a data set of its own, which nothing joins."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import SnapshotError
from analytics.paths import SAMPLE, tables_folders
from analytics.sample.portfolio import MADE, Portfolio, portfolio
from analytics.schema import TABLES
from analytics.snapshots import (
    ILLUSTRATIVE,
    Contents,
    Part,
    Snapshot,
    empty_table,
    inputs,
    open_current,
    publish_contents,
)
from analytics.tables import check_together, empty_frame, held_table
from analytics.workspaces import Workspace

SEED = 1
PARQUET = {"compression": "zstd", "version": "2.6", "data_page_version": "2.0"}


def publish_sample(seed: int = SEED, store: Path | None = None) -> Snapshot:
    """Makes the portfolio of a seed and publishes it, in `store` or where `?data=sample` finds it.

    The same seed gives the same snapshot, byte for byte.
    """
    folders = tables_folders()
    reference = {name: held_table(name, folders) for name, table in TABLES.items() if table.folder == "reference"}
    made = portfolio(seed, reference["places"])
    frames = {name: reference[name] if name in reference else made.frames.get(name, empty_frame(name))
              for name in TABLES}  # fmt: skip
    check_together(frames)
    hashes = {name: digest for name, digest in inputs(folders).items() if not name.startswith("published/")}
    about = {ILLUSTRATIVE: True, "seed": seed, "made": MADE, "imports": [], "joins_record": False}
    with tempfile.TemporaryDirectory(prefix="tejido-sample-") as folder:
        parts = _written(made, Path(folder))
        contents = Contents(frames, folders["reference"] / "boundaries", hashes, parts, about)
        return publish_contents(contents, store or Workspace(SAMPLE).store)


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
