"""What a person looks at before publishing: the tables as read, errors beside their cells, where the rows lie, totals.

A review is made of a draft, without the grids that it was read from: of each table it keeps three values a column, and
of each finding the cells beside it. What can point at a person is never kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analytics.errors import TejidoError
from analytics.importing import naming
from analytics.importing.prepare import Choices, Draft, Progress, prepare
from analytics.importing.reference import Reference
from analytics.overview import totals
from analytics.paths import tables_folders
from analytics.readers.grid import Grid
from analytics.readers.limits import BROWSER
from analytics.records import recorded_issues
from analytics.schema import TABLES
from analytics.selection import Reader, Selection
from analytics.snapshots import Snapshot, publish_contents, stored
from analytics.understanding.mapping import SEVERAL, Entry, Mapping, TableMapping
from analytics.understanding.roles import CALLED
from analytics.understanding.tables_read import EVERYWHERE, IGNORED, KEPT_OUT, TABLES_READ, UNUSED
from analytics.warehouse import Warehouse
from analytics.wording import Words
from analytics.workspaces import Import, Workspace, all_workspaces, compose

SAMPLES, CELL_CHARACTERS = 3, 60
BESIDE = 3  # columns on each side of a faulty cell
ROWS_KEPT = 5_000  # rows whose cells are kept beside their findings
PREVIEW = "-preview"
DRAFT_HOURS = 24
PLACED = ("activity_places", "issue_records", "place_attributes", "submissions", "observations")
MASK = "•••"
TOTALS = ("programmes", "activities", "municipalities", "countries", "organisations_named")
KINDS = ("errors", "warnings", "corrections", "notes")
FIELDS = ("severity", "file", "sheet", "row", "column", "path", "value", "rule", "message", "advice", "count")

Key = tuple[str, str | None]


@dataclass(frozen=True)
class TableSeen:
    """One table of a file as it was read: its columns with a few values, and what it was taken for (None: IATI)."""

    file: str
    sheet: str | None
    format: str
    encoding: str | None
    rows: int
    samples: dict[str, tuple[str, ...]]
    mapping: TableMapping | None

    @property
    def key(self) -> Key:
        return (self.file, self.sheet)


@dataclass(frozen=True)
class Review:
    """A draft and what is shown of it.

    `cells`: (file, sheet, row) -> column -> text, of the rows that a finding names. `places`: one row per place with
    the number of new rows there. `fault`: why publishing it would fail, as tried.
    """

    draft: Draft
    choices: Choices
    tables: tuple[TableSeen, ...]
    cells: dict[tuple[str, str | None, int], dict[str, str]]
    places: pd.DataFrame
    before: Snapshot | None = None
    after: Snapshot | None = None
    fault: str = ""

    @property
    def report(self) -> dict:
        return self.draft.report

    def discard(self) -> None:
        """Removes the draft, and its data set where nothing was ever published in it."""
        self.replaced()
        remove_unused(self.draft.workspace)

    def replaced(self) -> None:
        """Removes the draft and the version that was tried out."""
        self.draft.discard()
        shutil.rmtree(_preview(self.draft), ignore_errors=True)


@dataclass
class _Watch:
    """Keeps the tables while they are read."""

    tables: list[tuple[Grid, TableMapping | None]] = field(default_factory=list)

    def __call__(self, grid: Grid, mapping: TableMapping | None) -> None:
        self.tables.append((grid, mapping))


def review(
    files: list[tuple[Path, str]], workspace: Workspace, choices: Choices, *, joins_record: bool = False,
    progress: Progress = lambda _: None,
) -> Review:  # fmt: skip
    """Reads the files into a draft and what a person looks at of it; raises as `prepare` does."""
    watch = _Watch()
    draft = prepare(files, workspace, choices, joins_record=joins_record, limits=BROWSER, progress=progress, seen=watch)
    tables = tuple(_seen(grid, mapping) for grid, mapping in watch.tables)
    made = Review(draft, choices, tables, _cells(draft.report, watch.tables), places_of(Import(draft.folder)))
    if draft.errors or draft.is_empty:
        return made
    progress("trying it out")
    return _tried(made)


def _tried(made: Review) -> Review:
    """The review with the version that publishing it would give, beside the one that stands."""
    workspace, folder = made.draft.workspace, made.draft.folder
    before = workspace.snapshot()
    try:
        contents = compose(workspace, [*workspace.imports(before), Import(folder)])
        return replace(made, before=before, after=publish_contents(contents, _preview(made.draft)))
    except TejidoError as error:
        return replace(made, before=before, fault=str(error))


def _preview(draft: Draft) -> Path:
    """Where the version that is tried out lies: beside the draft, so that it never becomes part of an import."""
    return draft.folder.with_name(draft.folder.name + PREVIEW)


# What was read


def _seen(grid: Grid, mapping: TableMapping | None) -> TableSeen:
    hidden = {column for column, role in mapping.columns.items() if role == KEPT_OUT} if mapping else set()
    samples = {} if mapping is None else {
        str(column): (MASK,) if column in hidden else _samples(grid.frame[column]) for column in grid.frame.columns
    }  # fmt: skip
    return TableSeen(grid.file, grid.sheet, grid.format, grid.encoding, grid.rows, samples, mapping)


def _samples(column: pd.Series) -> tuple[str, ...]:
    """The first values that differ from one another."""
    first = column.head(2_000).dropna().astype(str).str.strip()
    return tuple(map(_short, first[first != ""].drop_duplicates().head(SAMPLES)))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= CELL_CHARACTERS else plain[: CELL_CHARACTERS - 1] + "…"


def _cells(report: dict, tables: list[tuple[Grid, TableMapping | None]]) -> dict:
    """The cells beside each finding, by file, sheet and row."""
    wanted: dict[Key, dict[int, list[str | None]]] = {}
    for finding in [*report["errors"], *report["warnings"], *report["corrections"]][:ROWS_KEPT]:
        if finding["row"] is not None:
            rows = wanted.setdefault((finding["file"], finding["sheet"]), {})
            rows.setdefault(finding["row"], []).append(finding["column"])
    found = {}
    for grid, mapping in tables:
        rows = wanted.get((grid.file, grid.sheet), {})
        there = grid.frame[~grid.frame.index.duplicated()]
        there = there.loc[there.index.intersection(list(rows))]
        for row, cells in zip(there.index, there.to_dict("records"), strict=True):
            found[grid.file, grid.sheet, int(row)] = _beside(cells, rows[row], mapping)
    return found


def _beside(cells: dict, at: list[str | None], mapping: TableMapping | None) -> dict[str, str]:
    """Some cells of a row: those around the named columns, as far as they may be shown."""
    is_element = mapping is None  # of an XML file: what it lacks and where it stands is not beside it
    names = [name for name in cells if not is_element or (cells[name] is not None and _is_content(str(name)))]
    spots = [names.index(column) for column in at if column in names] or [0]
    near = {i for spot in spots for i in range(spot - BESIDE, spot + BESIDE + 1)}
    near |= set(range(len(names))) if len(names) <= 2 * BESIDE + 1 else set(range(2)) if is_element else set()
    hidden = {column for column, role in mapping.columns.items() if role == KEPT_OUT} if mapping else set()
    return {
        str(name): MASK if name in hidden else "" if pd.isna(cells[name]) else _short(str(cells[name]))
        for i, name in enumerate(names) if i in near
    }  # fmt: skip


def _is_content(name: str) -> bool:
    """Whether a column of an XML element says something of it, and not only where it stands or in which language."""
    return name not in ("path", "parent", "lang") and not name.endswith("_lang")


# What a person changes


def roles_for(kind: str, column: str, proposed: str) -> list[str]:
    """The meanings that a column can be given in a table of this kind, the one it has among them."""
    read = TABLES_READ[kind]
    own = column.strip().lower()
    roles = [UNUSED, *read.roles, *(role for role in ("id", "source_note", "text") if role in EVERYWHERE)]
    years = [token for token in own.replace("_", " ").split() if token.isdigit() and len(token) == 4]
    roles += [f"year:{year}" for year in years if "year" in read.begins]
    roles += [f"{begin}:{'_'.join(own.split())}" for begin in ("attribute", "breakdown") if begin in read.begins]
    roles += [KEPT_OUT] if KEPT_OUT not in roles else []
    return list(dict.fromkeys([*roles, proposed] if read.takes(proposed) else roles))


def as_kind(table: TableMapping, kind: str) -> TableMapping:
    """The table taken for another kind: each column keeps its meaning, in that kind's word for it, or has none."""
    takes, columns, given = TABLES_READ[kind].takes, {}, set()
    for column, role in table.columns.items():
        for other in (role, CALLED.get(kind, {}).get(role, UNUSED)):
            if kind != IGNORED and takes(other) and (other not in given or other.partition(":")[0] in SEVERAL):
                columns[column] = other
                break
        given.add(columns.setdefault(column, UNUSED))
    return replace(table, table=kind, columns=columns, chosen=())


def with_role(table: TableMapping, column: str, role: str) -> TableMapping:
    """The table with another meaning for a column; one that was kept out comes in by being chosen."""
    was_kept_out = table.columns.get(column) == KEPT_OUT or column in table.chosen
    chosen = tuple(name for name in table.chosen if name != column)
    if was_kept_out and role not in (KEPT_OUT, UNUSED):
        chosen = (*chosen, column)
    return replace(table, columns=table.columns | {column: role}, chosen=chosen)


def with_option(table: TableMapping, name: str, value: str) -> TableMapping:
    """The table with an option; an empty value takes it away."""
    options = {key: said for key, said in table.options.items() if key != name}
    return replace(table, options=options | ({name: value} if value.strip() and value != "auto" else {}))


def with_category(table: TableMapping, value: str, issue_type: str) -> TableMapping:
    """The table with another type of issue for a value of its column of kinds."""
    return replace(table, categories=table.categories | {value: issue_type})


def mapping_of(edits: dict[Key, TableMapping], saved: Mapping) -> Mapping:
    """What a person chose, the tables edited here before those of a saved mapping."""
    return Mapping((*(Entry(file, sheet, table) for (file, sheet), table in edits.items()), *saved.entries))


# Where the rows lie, and what they add up to


def places_of(one: Import) -> pd.DataFrame:
    """One row per place that the import's rows name: names, level, country, point, and how many rows (`new_rows`)."""
    counted: list[pd.Series] = []
    for name in PLACED:
        if name in TABLES:
            frame = one.frame(name)
            counted += [] if frame is None else [frame["place_id"].dropna().value_counts()]
        else:
            counted += [_counted(part.whole) for part in one.parts(name).values()]
    rows = pd.concat(counted).groupby(level=0).sum() if counted else pd.Series(dtype="int64")
    reference = Reference(tables_folders()).places
    added = one.frame("places")
    places = reference if added is None else pd.concat([reference, added]).drop_duplicates("place_id")
    parents = places.set_index("place_id")[["name_en", "name_es"]].add_prefix("parent_")
    found = places[places["place_id"].isin(rows.index)].join(parents, on="parent_id")
    found = found.assign(new_rows=found["place_id"].map(rows).astype("int64"))
    return found.sort_values(["new_rows", "place_id"], ascending=[False, True]).reset_index(drop=True)


def _counted(path: Path) -> pd.Series:
    column = pq.read_table(path, columns=["place_id"])["place_id"].combine_chunks()
    pairs = column.drop_null().value_counts().to_pylist()
    return pd.Series({pair["values"]: pair["counts"] for pair in pairs}, dtype="int64")


def money(snapshot: Snapshot | None) -> pd.DataFrame:
    """One row per programme, kind and currency: `amounts` how many, `total` what they add up to; never across them."""
    columns = ["programme_en", "programme_es", "kind", "currency"]
    if snapshot is None:
        return pd.DataFrame(columns=[*columns, "amounts", "total"])
    tables = snapshot.tables("analyst")

    def rows(name: str, *names: str) -> pd.DataFrame:
        return pd.concat([pq.read_table(path, columns=list(names)).to_pandas() for path in tables[name]])

    paid = rows("transactions", "activity_id", "kind", "currency", "amount") if tables.get("transactions") else None
    if paid is None or paid.empty:
        return money(None)
    joined = paid.merge(rows("activities", "activity_id", "programme_id"), on="activity_id", how="left")
    names = rows("programmes", "programme_id", "name_en", "name_es")
    names = names.rename(columns={"name_en": "programme_en", "name_es": "programme_es"})
    joined = joined.merge(names, on="programme_id", how="left")
    added = joined.groupby(columns, dropna=False)["amount"].agg(amounts="count", total="sum")
    return added.reset_index()


def sums(snapshot: Snapshot | None, reader: Reader) -> tuple[dict[str, int], pd.DataFrame]:
    """What the ordinary questions say of a version: its `totals`, and one row per recorded issue and data set."""
    if snapshot is None:
        return {}, pd.DataFrame()
    with Warehouse(snapshot) as house:
        whole = totals(house, Selection(), reader).iloc[0]
        recorded = recorded_issues(house, Selection(), reader)
    return {name: int(whole[name]) for name in TOTALS}, recorded


def findings(report: dict, say: Words) -> pd.DataFrame:
    """One row per finding of a report, the errors first: where it is, what is wrong, what to do."""
    rows = []
    for kind in KINDS:
        for one in report[kind]:
            message, advice = naming.told(one, say)
            rows.append(one | {"severity": kind.removesuffix("s"), "message": message, "advice": advice})
    return pd.DataFrame(rows, columns=list(FIELDS))


# Versions


def versions(workspace: Workspace) -> list[dict]:
    """Every version, the newest first, as the workspace tells it; `rows` are those that imports or the record hold."""
    own = {manifest["id"]: _rows(manifest) for manifest in stored(workspace.store)}
    shared = {name for name, table in TABLES.items() if table.folder == "reference"}
    return [
        version | {"rows": sum(n for name, n in own[version["id"]].items() if name not in shared)}
        for version in workspace.versions()
    ]


def compared(workspace: Workspace, first: str, second: str) -> dict[str, tuple[int, int]]:
    """For each table with rows in either version: the rows of the first and of the second."""
    held = {manifest["id"]: _rows(manifest) for manifest in stored(workspace.store)}
    names = dict.fromkeys([*held.get(first, {}), *held.get(second, {})])
    both = {name: (held[first].get(name, 0), held[second].get(name, 0)) for name in names}
    return {name: counts for name, counts in both.items() if any(counts)}


def _rows(manifest: dict) -> dict[str, int]:
    files = manifest["files"]
    return {name: sum(files[file]["rows"] or 0 for file in held) for name, held in manifest["roles"]["analyst"].items()}


def take_back(workspace: Workspace, to: str | None) -> None:
    """Undoes a publication: the version `to` is shown again, and nothing where it is None, for there was none before.

    Every version stays and can be shown again.
    """
    if to is not None:
        workspace.roll_back(to)
        return
    workspace.withdraw()


def clear_old_drafts(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Removes drafts that nobody published within a day, and data sets in which nothing ever was."""
    oldest = (now() - timedelta(hours=DRAFT_HOURS)).timestamp()
    for workspace in map(Workspace, all_workspaces()):
        drafts = list((workspace.folder / "drafts").glob("*"))
        old = [folder for folder in drafts if folder.stat().st_mtime < oldest]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
        if old:
            remove_unused(workspace)


def remove_unused(workspace: Workspace) -> None:
    """Removes a data set in which nothing was ever published and nothing waits."""
    if stored(workspace.store) or any((workspace.folder / "drafts").glob("*")):
        return
    shutil.rmtree(workspace.folder, ignore_errors=True)
