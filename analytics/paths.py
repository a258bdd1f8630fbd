"""Where the data lives: the project's own `data/`, or the folder that `TEJIDO_DATA` names."""

from __future__ import annotations

import os
from pathlib import Path

SAMPLE = "sample"  # the name of the illustrative portfolio, wherever a data set is named
PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder that holds snapshots, and tables where it has its own."""
    return Path(os.environ.get("TEJIDO_DATA") or PROJECT / "data").expanduser().resolve()


def tables_folder(kind: str) -> Path:
    """The `published` or `reference` folder: the data folder's own, else the project's."""
    own = data_folder() / kind
    return own if own.is_dir() else PROJECT / "data" / kind


def tables_folders() -> dict[str, Path]:
    """The folders of the tables that a snapshot is built from, by kind."""
    return {kind: tables_folder(kind) for kind in ("published", "reference")}


def snapshots_folder() -> Path:
    """The folder that holds every snapshot of the data folder."""
    return data_folder() / "snapshots"


def workspaces_folder() -> Path:
    """The folder that holds what was imported, a folder for each workspace."""
    return data_folder() / "workspaces"


def sample_folder() -> Path:
    """The folder that holds the illustrative portfolio: no workspace, so that no import finds it."""
    return data_folder() / SAMPLE
