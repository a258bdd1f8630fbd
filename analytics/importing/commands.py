"""The commands of imports: import, snapshots, publish, rollback, export.

Exit status 0: done; 1: errors were found and nothing was published; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from analytics import audit
from analytics.errors import DataError, SnapshotError, UseError
from analytics.exports import versions
from analytics.exports.iati import as_iati
from analytics.importing.prepare import Choices, Draft, open_draft, prepare, publish
from analytics.opening import published
from analytics.stories import commands as story_commands
from analytics.understanding.mapping import Mapping, load
from analytics.workspaces import Workspace

FINDINGS_SHOWN = 20  # of each severity, as text; the JSON holds them all


def add_to(commands: argparse._SubParsersAction) -> None:
    """Adds the commands to the parser of `python -m analytics`."""
    command = commands.add_parser("import", help=import_files.__doc__)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--workspace", required=True, help="where it goes; made where it is not there yet")
    command.add_argument("--join-record", action="store_true", help="a new workspace also holds the published record")
    command.add_argument("--mapping", type=Path, help="a mapping that was saved before")
    command.add_argument("--as-of", type=_day, help="the day that statuses are as of, such as 2016-01-01")
    command.add_argument(
        "--accept", action="append", default=[], metavar="RULE", help="errors of this rule do not block"
    )
    command.add_argument("--leave-out", action="append", default=[], metavar="FILE:ROW", help="a row that stays out")
    command.add_argument("--dry-run", action="store_true", help="read and check, publish nothing")
    command.add_argument("--save-mapping", type=Path, help="write the mapping that was used to this file")
    _formats(command)
    command.set_defaults(run=import_files)
    command = commands.add_parser("publish", help=publish_draft.__doc__)
    command.add_argument("draft", help="the id that a dry run gave")
    command.add_argument("--workspace", required=True)
    _formats(command)
    command.set_defaults(run=publish_draft)
    command = commands.add_parser("snapshots", help=list_snapshots.__doc__)
    command.add_argument("--workspace", required=True)
    command.add_argument("--log", action="store_true", help="who did what, instead")
    _formats(command)
    command.set_defaults(run=list_snapshots)
    command = commands.add_parser("rollback", help=roll_back.__doc__)
    command.add_argument("--workspace", required=True)
    command.add_argument("--to", help="the version; without it the one before the current; of the first, none")
    _formats(command)
    command.set_defaults(run=roll_back)
    _add_export(commands)


def _add_export(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("export", help=export.__doc__)
    command.add_argument("kind", choices=("iati", "story", "brief", *versions.FORMATS))
    story_commands.add_to(command)
    command.add_argument("--workspace", help="without it the record of the documents")
    command.add_argument("--out", type=Path, required=True, help="the file to write")
    command.add_argument("--reporting-org", default="TEJIDO", help="IATI: the ref of who reports what was not IATI")
    command.add_argument("--reporting-name", default="Tejido", help="IATI: their name")
    command.set_defaults(run=export)


def export(options: argparse.Namespace) -> int:
    """Writes a whole version to a file (IATI, CSV, parquet, GeoJSON, a workbook), a story or a brief."""
    if options.kind in ("story", "brief"):
        made = {"story": story_commands.story_bytes, "brief": story_commands.brief_bytes}[options.kind]
        content = made(options)
        _written(options.out, content)
        print(f"{options.out.name}: {len(content):,} bytes, {options.kind} {options.name or ''}".rstrip())
        return 0
    snapshot = published(options.workspace)
    if options.kind == "iati":
        grids, left_out = versions.iati_grids(snapshot, (options.reporting_org, options.reporting_name))
        if left_out:
            _progress(f"{left_out:,} activities are left out: no source states what the standard asks for.")
        if "activities" not in grids:
            raise DataError("Nothing was written: no activity states what the standard asks for.")
        content = as_iati(grids, snapshot.built_at)
    else:
        content = versions.FORMATS[options.kind][1](snapshot)
    _written(options.out, content)
    print(f"{options.out.name}: {len(content):,} bytes, version {snapshot.id}")
    return 0


def _written(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    except OSError as error:
        raise SnapshotError(f"{path.name} could not be written: {error.strerror}.") from None


def _formats(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day such as 2016-01-31") from None


def _left_out(given: list[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for text in given:
        file, mark, row = text.rpartition(":")
        if not mark or not row.isdigit():
            raise UseError(f"--leave-out {text!r}: write it as FILE:ROW, such as issues.csv:17.")
        found.setdefault(file, set()).add(int(row))
    return {file: frozenset(rows) for file, rows in found.items()}


def _existing(name: str) -> Workspace:
    workspace = Workspace(name)
    if not workspace.is_there:
        raise UseError(f"There is no workspace {name!r}.")
    return workspace


def import_files(options: argparse.Namespace) -> int:
    """Reads files, checks them and publishes them as a version of a workspace."""
    if missing := [str(path) for path in options.files if not path.is_file()]:
        raise UseError(f"There is no file {', '.join(missing)}.")
    choices = Choices(
        mapping=load(options.mapping) if options.mapping else Mapping(), accepted=frozenset(options.accept),
        left_out=_left_out(options.leave_out), **({"as_of": options.as_of} if options.as_of else {}),
    )  # fmt: skip
    workspace = Workspace(options.workspace)
    files = [(path, path.name) for path in options.files]
    draft = prepare(files, workspace, choices, joins_record=options.join_record, progress=_progress)
    if options.save_mapping:
        options.save_mapping.write_text((draft.folder / "mapping.json").read_text(encoding="utf-8"), encoding="utf-8")
    if draft.errors or draft.is_empty:
        current = workspace.snapshot()
        _print(draft, current.id if current and draft.is_empty and not draft.errors else None, options.format)
        draft.discard()
        return 1 if draft.errors else 0
    version = None if options.dry_run else publish(draft).id
    _print(draft, version, options.format)
    return 0


def publish_draft(options: argparse.Namespace) -> int:
    """Publishes what a dry run read."""
    draft = open_draft(_existing(options.workspace), options.draft)
    _print(draft, publish(draft).id, options.format)
    return 0


def list_snapshots(options: argparse.Namespace) -> int:
    """Lists the versions of a workspace, the newest first."""
    workspace = _existing(options.workspace)
    rows = audit.lines(workspace.folder) if options.log else workspace.versions()
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif options.log:
        for line in rows:
            print(f"{line['number']:>4}  {line['at']}  {line['user']}  {line['action']}  {line.get('version', '')}")
    else:
        for version in rows:
            mark = "→" if version["is_current"] else " "
            print(f"{mark} {version['id']}  {version['built_at'][:16]}  {version['rows']:,} rows")
    return 0


def roll_back(options: argparse.Namespace) -> int:
    """Makes an older version of a workspace the published one."""
    workspace = _existing(options.workspace)
    shown = workspace.snapshot()
    if options.to is None and shown and workspace.is_first(shown.id):
        workspace.withdraw()
        told = f"Taken back: {shown.id}. {options.workspace} shows nothing now; --to {shown.id} shows it again."
        print(json.dumps({"workspace": options.workspace, "snapshot": None}) if options.format == "json" else told)
        return 0
    snapshot = workspace.roll_back(options.to)
    print(json.dumps({"workspace": options.workspace, "snapshot": snapshot.id}) if options.format == "json"
          else f"Published: {snapshot.id}")  # fmt: skip
    return 0


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _print(draft: Draft, snapshot: str | None, format: str) -> None:
    if format == "json":
        print(json.dumps(draft.report | {"snapshot": snapshot}, ensure_ascii=False, indent=1))
        return
    for file in draft.report["files"]:
        known = "imported before, nothing changes" if file["is_known"] else f"{file['format']}, {file['rows']:,} rows"
        print(f"{file['name']}: {known}")
    for name, counts in draft.report["tables"].items():
        if counts["added"] or counts["changed"] or counts["removed"]:
            print(f"  {name}: {counts['added']:+,} new, {counts['changed']:,} changed, "
                  f"{counts['removed']:,} gone, {counts['total']:,} in all")  # fmt: skip
    for severity in ("errors", "warnings", "corrections"):
        found = draft.report[severity]
        print(f"{severity}: {sum(one['count'] for one in found):,}")
        for one in found[:FINDINGS_SHOWN]:
            at = ", ".join(filter(None, (one["file"], one["sheet"], one["row"] and f"row {one['row']}", one["column"],
                                         one["path"])))  # fmt: skip
            times = f" (× {one['count']:,})" if one["count"] > 1 else ""
            print(f"  {at}: {one['value'] or ''} [{one['rule']}] {one['message']}{times}")
        if len(found) > FINDINGS_SHOWN:
            print(f"  … and {len(found) - FINDINGS_SHOWN:,} more; --format json lists them")
    if snapshot:
        print(f"Published: {snapshot}")
    elif draft.errors:
        print("Nothing was published: errors stand in the way.")
    else:
        print(f"Nothing was published yet. python -m analytics publish --workspace {draft.workspace.name} {draft.id}")
