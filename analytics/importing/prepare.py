"""A dry run: files read, understood and checked, and what publishing them would change. Nothing is published here."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.checks.rules import RULES
from analytics.checks.text import keys
from analytics.errors import DataError, SnapshotError, UseError
from analytics.importing import again, aid, forms, guarding, indicators, tables
from analytics.importing.differences import differences
from analytics.importing.interpretation import Interpretation
from analytics.importing.memo import text_table
from analytics.importing.records import Origin, Records, write_records
from analytics.importing.reference import Reference
from analytics.importing.rows import slug
from analytics.paths import tables_folders
from analytics.readers import contained, formats
from analytics.readers.delimited import DelimitedFile
from analytics.readers.grid import Finding, Grid, Reading, kept
from analytics.readers.limits import SHELL, Limits, shown_name
from analytics.snapshots import Snapshot
from analytics.staging import file_sha256
from analytics.understanding import roles, shapes
from analytics.understanding.forms import form_of, is_of_form
from analytics.understanding.kobo_columns import is_kobo, is_repeat
from analytics.understanding.mapping import Mapping, TableMapping, difference_findings, role_findings
from analytics.understanding.tables_read import IGNORED
from analytics.workspaces import REPORT, Import, Workspace, compose

FORMAT = 1
ROWS_UNDERSTOOD = 20_000  # of a file that is read in pieces
STREAMED_BYTES = 64_000_000  # a delimited file larger than this is read in pieces
COMPANIONS = ("aid_locations", "aid_projects", "aid_transactions")
BY_ROWS = {
    "activities": tables.activities, "presence": tables.activities, "indicators": indicators.indicators,
    "partners": tables.partners, "place_attributes": tables.place_attributes,
}  # fmt: skip
Progress = Callable[[str], None]
Seen = Callable[[Grid, TableMapping | None], None]


@dataclass(frozen=True)
class Choices:
    """What the person decided: the mapping, the day that `status` is as of, accepted rules, rows left out by file."""

    mapping: Mapping = field(default_factory=Mapping)
    as_of: date = field(default_factory=lambda: datetime.now(UTC).date())
    accepted: frozenset[str] = frozenset()
    left_out: dict[str, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.accepted:
            if rule not in RULES:
                raise UseError(f"There is no rule {rule!r} to accept. docs/rules.md lists them.")
            if not RULES[rule].can_accept:
                raise UseError(f"The rule {rule!r} cannot be accepted: {RULES[rule].advice or RULES[rule].message}")


@dataclass(frozen=True)
class Draft:
    """An import that was read and not yet published, in a folder of its own."""

    workspace: Workspace
    folder: Path
    report: dict

    @property
    def id(self) -> str:
        return self.report["id"]

    @property
    def errors(self) -> list[dict]:
        return self.report["errors"]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new: every file was imported before."""
        return all(file["is_known"] for file in self.report["files"])

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(
    files: list[tuple[Path, str]], workspace: Workspace, choices: Choices, *, joins_record: bool = False,
    limits: Limits = SHELL, progress: Progress = lambda _: None, seen: Seen = lambda *_: None,
) -> Draft:  # fmt: skip
    """Reads the files (each a path and the name that it had) into a draft of an import of the workspace.

    Raises DataError where a choice is at fault and SnapshotError where the workspace or the disk is; what is wrong with
    a file is a finding in the draft's report. `seen` is shown each table as it was read and what it was taken for.
    """
    workspace.create(joins_record)
    folder = workspace.folder / "drafts" / uuid.uuid4().hex
    try:
        folder.mkdir(parents=True)
        return _Preparation(workspace, choices, folder, limits, progress, seen).run(files)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = error.strerror or type(error).__name__
        raise SnapshotError(f"The import could not be written: {reason}. Nothing was changed.") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def publish(draft: Draft) -> Snapshot:
    """Publishes a draft: its import joins those of the workspace, in one step.

    Raises DataError where errors stand in the way, SnapshotError where the workspace changed since the draft was read.
    """
    if draft.errors:
        raise DataError(f"{len(draft.errors)} errors stand in the way; nothing was published.")
    workspace = draft.workspace
    with workspace.locked():
        before = workspace.imports()
        if draft.id in {one.id for one in before} or (before and draft.is_empty):
            draft.discard()
            return workspace.snapshot()
        home = workspace.folder / "imports" / draft.id
        home.parent.mkdir(exist_ok=True)
        shutil.rmtree(home, ignore_errors=True)  # of a publication that was ended before its last step
        draft.folder.rename(home)
        names = [file["name"] for file in draft.report["files"]]
        return workspace.publish([*before, Import(home)], "import", files=names, accepted=draft.report["accepted"])


def open_draft(workspace: Workspace, draft_id: str) -> Draft:
    """The draft of that id; raises DataError where there is none."""
    for path in (workspace.folder / "drafts").glob(f"*/{REPORT}"):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report["id"] == draft_id:
            return Draft(workspace, path.parent, report)
    raise UseError(f"{workspace.name} has no draft {draft_id!r}. `import … --dry-run` makes one and says its id.")


@dataclass
class _Preparation:
    """One run of `prepare`."""

    workspace: Workspace
    choices: Choices
    folder: Path
    limits: Limits
    progress: Progress
    seen: Seen
    told: list[dict] = field(default_factory=list)
    mapping: Mapping = field(default_factory=Mapping)

    def run(self, files: list[tuple[Path, str]]) -> Draft:
        reference = Reference(tables_folders())
        self.gathered = Interpretation(reference, self.folder, self.choices.as_of, dict(self.choices.left_out))
        self.known_places = self._names(reference)
        imported = {file["sha256"] for one in self.workspace.imports() for file in one.report["files"]}
        readings: list[tuple[Path, Reading]] = []
        for path, name in files:
            name = shown_name(name)
            digest = file_sha256(path)
            if digest in imported or digest in {reading.sha256 for _, reading in readings}:
                self.gathered.findings.append(Finding("file_already_imported", name))
                self.told.append({"name": name, "sha256": digest, "format": None, "encoding": None, "rows": 0,
                                  "is_known": True})  # fmt: skip
                continue
            self.progress(f"reading {name}")
            readings.append((path, self._read(path, name, digest)))
        self._interpret(readings)
        self.progress("comparing with what is published")
        return self._draft()

    def _names(self, reference: Reference) -> frozenset[str]:
        places = reference.places
        return frozenset(keys(pd.concat([places["name_en"], places["name_es"]]).drop_duplicates()).dropna())

    def _read(self, path: Path, name: str, digest: str) -> Reading:
        reading = self._as_read(path, name, digest)
        if any(guarding.is_illustrative(grid) for grid in reading.grids):
            return replace(reading, grids=(), findings=(*reading.findings, Finding("file_illustrative", name)))
        return reading

    def _as_read(self, path: Path, name: str, digest: str) -> Reading:
        if path.stat().st_size > STREAMED_BYTES and formats.sniff(path, name) in ("csv", "tsv"):
            return Reading(name, "csv", digest, (_beginning(path, name),))
        reading = contained.read(path, name, limits=self.limits)
        grids, findings = [], list(reading.findings)
        for grid in reading.grids:
            grid, findings = guarding.without_proved_total(grid, findings)
            grids.append(guarding.as_written(grid))
        return replace(reading, grids=tuple(grids), findings=tuple(findings))

    def _interpret(self, readings: list[tuple[Path, Reading]]) -> None:
        understood: list[tuple[Path, Reading, Grid, TableMapping]] = []
        self.covered = guarding.coverage(grid for _, reading in readings for grid in reading.grids)
        self.form = form_of(grid for _, reading in readings for grid in reading.grids)
        answered = [grid for _, reading in readings for grid in reading.grids if is_kobo(grid)]
        self.is_with_answers, self.apart = bool(answered), forms.apart(answered)
        for path, reading in readings:
            self.gathered.findings += list(reading.findings)
            if reading.format != "iati":
                understood += [(path, reading, grid, self._understood(grid)) for grid in reading.grids]
        companions = {m.table: grid for _, _, grid, m in understood if m.table in COMPANIONS}
        if not any(reading.format == "iati" for _, reading in readings):
            for grid in companions.values():
                self.gathered.tell([Finding("companion_alone", row=grid.header_row or None)], grid)
        for _, reading in readings:
            if reading.format == "iati" and reading.grids:
                self._iati(reading, companions)
            if not any(r is reading for _, r, _, _ in understood):
                self._tell_file(reading, self._rows(reading))
        tables = {(grid.file, grid.sheet): mapping for _, _, grid, mapping in understood}
        self.gathered.findings = guarding.in_use(self.gathered.findings, tables)
        for path, reading, grid, mapping in understood:
            rows = self._table(path, reading, grid, mapping)
            self._tell_file(reading, rows)

    def _rows(self, reading: Reading) -> int:
        main = next((grid for grid in reading.grids if grid.sheet == "activities"), None)
        return main.rows if main else sum(grid.rows for grid in reading.grids)

    def _tell_file(self, reading: Reading, rows: int) -> None:
        told = next((file for file in self.told if file["sha256"] == reading.sha256), None)
        if told:
            told["rows"] += rows
            return
        encoding = next((grid.encoding for grid in reading.grids if grid.encoding), None)
        self.told.append({"name": reading.file, "sha256": reading.sha256, "format": reading.format,
                          "encoding": encoding, "rows": rows, "is_known": False})  # fmt: skip

    def _understood(self, grid: Grid) -> TableMapping:
        table, findings = self.choices.mapping.match(grid)
        self.gathered.findings += findings
        if table is None:
            table = roles.propose(grid, known_places=self.known_places)
            if not (self.is_with_answers and is_of_form(grid)):
                self.gathered.tell(guarding.not_taken(grid, table), grid)
        self.mapping = self.mapping.with_table(grid, table)
        self.seen(grid, table)
        if table.table != IGNORED:
            self.gathered.findings += role_findings(table, grid)
            self.gathered.tell(guarding.exchanged(grid, table, self.known_places), grid)
            self.gathered.tell(guarding.levels_exchanged(grid, table, self.gathered.reference), grid)
        return table

    def _iati(self, reading: Reading, companions: dict[str, Grid]) -> None:
        grids = {grid.sheet: grid for grid in reading.grids}
        for grid in reading.grids:
            self.seen(grid, None)
        source_id = self.gathered.source(reading.grids[0], reading.sha256, self._rows(reading))
        aid.interpret(grids, companions, self.gathered, source_id, dataset_name(reading.file))

    def _table(self, path: Path, reading: Reading, grid: Grid, mapping: TableMapping) -> int:
        if mapping.table in (IGNORED, *COMPANIONS):
            return grid.rows
        if mapping.table != "kobo" and any(f.rule == "role_missing" for f in role_findings(mapping, grid)):
            return grid.rows
        if any(f.rule == "column_missing" for f in difference_findings(mapping, grid)):
            return grid.rows  # told where the mapping was matched
        in_file = grid.rows
        grid, findings = guarding.protected(grid, mapping, self.gathered.reference)
        self.gathered.tell(findings, grid)
        grid, mapping = shapes.shaped(grid, mapping)
        name = mapping.options.get("dataset") or dataset_name(grid.file)
        source_id = self.gathered.source(grid, reading.sha256, grid.rows)
        if mapping.table == "issue_records":
            read = self._records(path, reading, grid, mapping, source_id, name)
            return in_file if shapes.COLUMN in grid.frame else read
        if mapping.table == "kobo":
            if any(grid is repeat for repeat, _ in self.apart):
                return grid.rows  # read with the file of its submissions
            sheets = [one for one in reading.grids if is_kobo(one)]
            sheets += [repeat for repeat, main in self.apart if any(main is one for one in sheets)]
            main = next((one for one in sheets if not is_repeat(one)), sheets[0])
            if grid is not main:
                return 0  # a repeat: its rounds are read with the submissions that they belong to
            return forms.interpret(sheets, self.form, mapping, self.gathered, source_id, name)
        return BY_ROWS[mapping.table](grid, mapping, self.gathered, source_id, name)

    def _records(
        self, path: Path, reading: Reading, grid: Grid, mapping: TableMapping, source_id: str, name: str
    ) -> int:
        origin = Origin(source_id, slug(f"{name} {grid.sheet}" if grid.sheet else name), grid.sheet)
        left_out = self.gathered.rows_left_out(grid.file)
        records = Records(self.gathered.reference, mapping, origin, left_out)
        records.partial_years = guarding.partial_years(grid, mapping, self.covered)
        is_whole = path.stat().st_size <= STREAMED_BYTES or reading.format not in ("csv", "tsv")

        def pieces() -> Iterable[tuple[pa.Table, np.ndarray]]:
            if is_whole:
                yield text_table(grid.frame, list(grid.frame.columns)), grid.frame.index.to_numpy()
                return
            for chunk in DelimitedFile(path, reading.file).chunks():
                yield chunk.table, chunk.rows

        read = 0
        for table, rows in pieces():
            records.collect(table, rows)
            read += len(rows)
            self.progress(f"{reading.file}: {read:,} rows seen")
        parts = self.folder / "parts"
        parts.mkdir(exist_ok=True)
        _, _, held = write_records(
            records, self._said(pieces(), reading.file, read), parts, f"issue_records@{origin.dataset}"
        )
        self.gathered.tell(records.found, grid)
        self.gathered.add_countries(records.placing.all_places())
        self.gathered.datasets.append({
            "dataset": origin.dataset, "name": name, "rows": held["rows"], "count": held["count"],
            "issue_type_id": mapping.options.get("issue_type"),
        })  # fmt: skip
        return read

    def _said(self, pieces: Iterable, name: str, total: int) -> Iterable:
        started, done = datetime.now(UTC), 0
        for table, rows in pieces:
            yield table, rows
            done += len(rows)
            seconds = max((datetime.now(UTC) - started).total_seconds(), 0.001)
            self.progress(f"{name}: {done:,} of {total:,} rows, {done / seconds:,.0f} rows a second")

    def _draft(self) -> Draft:
        counts = self.gathered.write()
        draft = Import(self.folder)
        after = compose(self.workspace, [*self.workspace.imports(), draft])
        self.gathered.findings += again.stated_before(after, draft.ids("sources", "source_id"))
        findings = kept(self.gathered.findings)
        blocking = [f for f in findings if RULES[f.rule].severity == "error" and f.rule not in self.choices.accepted]
        report = {
            "format": FORMAT, "workspace": self.workspace.name, "as_of": self.choices.as_of.isoformat(),
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": self.told,
            "accepted": sorted(self.choices.accepted),
            "left_out": {file: sorted(rows) for file, rows in sorted(self.choices.left_out.items())},
            "rows": counts, "datasets": self.gathered.datasets, "mapping": json.loads(self.mapping.to_json()),
            "errors": [told(finding) for finding in blocking],
            "warnings": [told(f) for f in findings if RULES[f.rule].severity == "warning"
                         or (RULES[f.rule].severity == "error" and f.rule in self.choices.accepted)],
            "corrections": [told(f) for f in findings if RULES[f.rule].severity == "correction"],
            "notes": [told(f) for f in findings if RULES[f.rule].severity == "note"],
        }  # fmt: skip
        report["id"] = _identity(report)
        report["tables"] = differences(self.workspace.snapshot(), after)
        (self.folder / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.mapping.save(self.folder / "mapping.json")
        return Draft(self.workspace, self.folder, report)


def _identity(report: dict) -> str:
    """The id of an import: the same files, mapping and choices give the same one."""
    parts = {key: report[key] for key in ("format", "as_of", "accepted", "left_out", "mapping")}
    parts["files"] = [file["sha256"] for file in report["files"]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def _beginning(path: Path, name: str) -> Grid:
    """The first rows of a delimited file: enough to understand its columns."""
    file = DelimitedFile(path, name)
    chunk = next(iter(file.chunks()))
    frame = chunk.table.slice(0, ROWS_UNDERSTOOD).to_pandas()
    frame.index = pd.Index(chunk.rows[:ROWS_UNDERSTOOD])
    layout = file.layout
    return Grid(name, frame, layout.format, None, layout.header_row, layout.encoding, layout.delimiter,
                layout.header.tags or {}, layout.header.titles)  # fmt: skip


def dataset_name(file: str) -> str:
    """The name of a data set as people would say it: the file's name without its ending and its marks."""
    return " ".join(Path(file).stem.replace("_", " ").split()) or "data"


def sentence(finding: Finding) -> str:
    """What a finding says, and what to do."""
    rule = RULES[finding.rule]
    words = {"value": finding.value or "", "column": finding.column or ""} | dict(finding.values)
    said = f"{rule.message} {rule.advice}".strip()
    for name, value in words.items():
        said = said.replace(f"{{{name}}}", value)
    return said


def told(finding: Finding) -> dict:
    """A finding as the report holds it."""
    return {
        "file": finding.file, "sheet": finding.sheet, "row": finding.row, "column": finding.column,
        "path": finding.path, "value": finding.value, "rule": finding.rule, "message": sentence(finding),
        "count": finding.count, "values": dict(finding.values),
    }  # fmt: skip
