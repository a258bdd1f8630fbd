"""The version that a command or a notebook reads: of the record, of a data set that was imported, or the example's."""

from __future__ import annotations

from analytics.errors import UseError
from analytics.paths import snapshots_folder, tables_folders
from analytics.snapshots import Snapshot, open_or_build
from analytics.workspaces import Workspace


def published(name: str | None = None) -> Snapshot:
    """The published version of a data set by its name, or without a name of the record of the documents.

    Made first where there is none yet (the record, the illustrative example), and made anew where another version of
    Tejido wrote it. Raises UseError where there is no such data set, SnapshotError where its version is not whole.
    """
    if name is None:
        return open_or_build(tables_folders(), snapshots_folder())
    workspace = Workspace(name)
    if workspace.is_illustrative:
        from analytics.sample.publishing import sample  # what makes it is costly to load, and seldom asked for

        return sample()
    if not workspace.is_there:
        raise UseError(f"There is no workspace {name!r}.")
    return workspace.open()
