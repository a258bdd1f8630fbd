"""Small imports for tests: a file from its text, read into a draft of a workspace of the test's own data folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from analytics.importing.prepare import Choices, Draft, prepare, publish
from analytics.snapshots import Snapshot
from analytics.workspaces import Workspace

HEAD = "codigo_dane,municipio,año,casos\n"


def written(folder: Path, content: str | bytes, name: str = "extorsion.csv") -> tuple[Path, str]:
    """A file of that content and the name that it goes by."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path, name


def read(*files: tuple[Path, str], workspace: str = "trial", **choices: object) -> Draft:
    """A draft of these files."""
    joins = bool(choices.pop("joins_record", False))
    return prepare(list(files), Workspace(workspace), Choices(**choices), joins_record=joins)


def published(*files: tuple[Path, str], workspace: str = "trial", **choices: object) -> Snapshot:
    """The version that publishing these files makes."""
    draft = read(*files, workspace=workspace, **choices)
    assert not draft.errors, draft.errors
    return publish(draft)


def rules(draft: Draft, severity: str = "errors") -> Counter:
    """How often each rule was found."""
    found: Counter = Counter()
    for finding in draft.report[severity]:
        found[finding["rule"]] += finding["count"]
    return found
