"""What the imports of a data set found, gathered as a person deals with it, and what became of each finding.

A finding is one rule in one column of one file, however many cells it was met in. Its owner and its state stand in a
small file beside the imports; each change of them is a line of the audit log.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from analytics import audit
from analytics.checks.rules import RULES, SEVERITIES
from analytics.errors import UseError
from analytics.snapshots import Snapshot
from analytics.workspaces import NAME, Import, Workspace

FILE = "findings.json"
STATES = ("open", "explained", "mended")
KINDS_TOLD = {"error": "errors", "warning": "warnings", "correction": "corrections", "note": "notes"}
TO_DEAL_WITH = ("error", "warning")  # an error that was accepted stays to be dealt with
OWNER_CHARACTERS, NOTE_CHARACTERS = 80, 400
COLUMNS = (
    "finding_id", "severity", "rule", "file", "sheet", "column", "findings", "row", "path", "value", "values",
    "imported_on",
)  # fmt: skip


def findings(imports: Iterable[Import]) -> pd.DataFrame:
    """One row per rule, file, sheet and column: how often it was met (`findings`), and where first.

    Of a file that was imported again the newest import tells. Severity is the rule's: an error that stands here was
    accepted. Errors come first, then what was met most often.
    """
    told: dict[str, dict] = {}
    for one in imports:
        fresh: dict[str, dict] = {}
        for severity, kind in KINDS_TOLD.items():
            for finding in one.report[kind]:
                key = "|".join(finding[part] or "" for part in ("rule", "file", "sheet", "column"))
                first = fresh.setdefault(key, _first(finding, key, severity, one))
                first["findings"] += finding["count"]
        told |= fresh
    frame = pd.DataFrame(list(told.values()), columns=list(COLUMNS), dtype=object)
    order = frame["severity"].map(SEVERITIES.index)
    return (
        frame.assign(order=order)
        .sort_values(["order", "findings", "finding_id"], ascending=[True, False, True])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _first(finding: dict, key: str, severity: str, one: Import) -> dict:
    own = {name: finding.get(name) for name in ("rule", "file", "sheet", "column", "row", "path", "value")}
    rule = RULES.get(finding["rule"])
    return own | {
        "finding_id": key, "severity": rule.severity if rule else severity, "findings": 0,
        "values": finding.get("values", {}), "imported_on": date.fromisoformat(one.report["created_at"][:10]),
    }  # fmt: skip


def states(folder: Path) -> dict[str, dict]:
    """What was noted of each finding of a data set: its state, owner, note, and when; nothing noted is open."""
    path = folder / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def with_states(found: pd.DataFrame, noted: dict[str, dict]) -> pd.DataFrame:
    """The findings with `state`, `owner` and `note`; corrections and notes need none."""
    needs = found["severity"].isin(TO_DEAL_WITH)

    def of(name: str, otherwise: str | None) -> pd.Series:
        values = [
            noted.get(key, {}).get(name) or otherwise if is_mine else None
            for key, is_mine in zip(found["finding_id"], needs, strict=True)
        ]
        return pd.Series(values, index=found.index, dtype=object)

    return found.assign(state=of("state", STATES[0]), owner=of("owner", None), note=of("note", None))


def note_state(workspace: Workspace, finding_id: str, *, state: str, owner: str = "", note: str = "") -> None:
    """Notes who deals with a finding and how it stands, in the data set and as a line of its log.

    Raises UseError where there is no such state or no such finding, SnapshotError where the log is not whole.
    """
    if state not in STATES:
        raise UseError(f"{state!r} is no state of a finding. The states are: {', '.join(STATES)}.")
    if finding_id not in set(findings(workspace.imports())["finding_id"]):
        raise UseError(f"{workspace.name} has no finding {finding_id!r}.")
    noted = {"state": state, "owner": owner.strip()[:OWNER_CHARACTERS], "note": note.strip()[:NOTE_CHARACTERS]}
    with workspace.locked():
        audit.lines(workspace.folder)  # a broken log is told before anything is changed
        known = states(workspace.folder)
        known[finding_id] = noted | {"at": datetime.now(UTC).isoformat(timespec="seconds")}
        fresh = workspace.folder / f".{FILE}"
        fresh.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(fresh, workspace.folder / FILE)
        audit.note(workspace.folder, "finding", finding=finding_id, **noted)


def partial_months(imports: Iterable[Import]) -> dict[tuple[str, int], str]:
    """The months that a source covers of a year that is not whole in it, by source and year: "2024-01 – 2024-04"."""
    found = {}
    for one in imports:
        sources = {file["name"]: f"file-{file['sha256'][:12]}" for file in one.report["files"]}
        for finding in one.report["warnings"]:
            if finding["rule"] == "year_partial" and finding["file"] in sources:
                months = finding.get("values", {}).get("months", "")
                found[sources[finding["file"]], int(finding["value"])] = months
    return found


def told_at_import(snapshot: Snapshot) -> tuple[dict[str, str], dict[tuple[str, int], str]]:
    """The names of data sets and the months of years that are not whole, of a workspace's version; else nothing."""
    store = snapshot.folder.parent
    name = store.parent.name
    if not NAME.fullmatch(name) or Workspace(name).store != store or Workspace(name).is_illustrative:
        return {}, {}
    imports = Workspace(name).imports(snapshot)
    return dataset_names(imports), partial_months(imports)


def dataset_names(imports: Iterable[Import]) -> dict[str, str]:
    """The name of each data set of issues as its import was told it, by its code."""
    return {own["dataset"]: own["name"] for one in imports for own in one.report["datasets"]}


def imported_files(imports: Iterable[Import]) -> tuple[tuple[str, date], ...]:
    """Each file that came in, and the day; one that was known already is left out."""
    return tuple(
        (file["name"], date.fromisoformat(one.report["created_at"][:10]))
        for one in imports
        for file in one.report["files"]
        if not file["is_known"]
    )
