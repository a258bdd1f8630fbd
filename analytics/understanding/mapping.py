"""The mapping: for each file and sheet, which table it is and what its columns mean; saved as a file for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path

from analytics.errors import DataError
from analytics.readers.grid import Finding, Grid
from analytics.understanding.tables_read import IGNORED, KEPT_OUT, TABLES_READ, UNUSED
from analytics.understanding.words import squeezed

FORMAT = 1
OPTIONS = frozenset({
    "number_style", "date_order", "missing_words", "issue_type", "measure", "country", "language", "dataset",
    "year", "unit", "as_of", "wide_value", "wide_group", "place_level", "currency", "organisation", "programme",
    "template", "header_row", "aggregation",
    "encoding",
})  # fmt: skip


@dataclass(frozen=True)
class TableMapping:
    """What one table of a file means.

    `columns`: column of the file -> role of `TABLES_READ`. `categories`: value of the category column (or header of a
    `count:` column) -> issue type, kind of activity or sector. `chosen`: columns that can point at persons and come in
    all the same. `reasons`: column -> why the role was proposed. `rules`: what turns answers of a form into values of
    indicators.
    """

    table: str
    columns: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    rules: tuple[dict[str, object], ...] = ()

    def column_of(self, role: str) -> str | None:
        """The column with the role, or None."""
        return next((column for column, named in self.columns.items() if named == role), None)

    def columns_of(self, begin: str) -> dict[str, str]:
        """Column -> what stands behind the colon, of the roles `begin:…`."""
        split = {column: role.split(":", 1) for column, role in self.columns.items() if ":" in role}
        return {column: rest for column, (head, rest) in split.items() if head == begin}


@dataclass(frozen=True)
class Entry:
    """The mapping of one table, and the files and sheet that it is for (`*` stands for anything)."""

    file: str
    sheet: str | None
    table: TableMapping

    def is_named_like(self, grid: Grid) -> bool:
        named = fnmatchcase(squeezed_name(grid.file), squeezed_name(self.file))
        return named and (self.sheet is None or squeezed(self.sheet) == squeezed(grid.sheet))


@dataclass(frozen=True)
class Differences:
    """How the columns of a table differ from those of a mapping; `otherwise`: as mapped -> as it stands in the file."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    otherwise: dict[str, str]
    is_reordered: bool

    @property
    def is_other_table(self) -> bool:
        return bool(self.missing or self.extra)


def squeezed_name(file: str) -> str:
    """A file's name as it is compared: small letters, no accents, no spaces; the marks of a pattern stay."""
    return "".join("*" if part == "*" else squeezed(part) for part in re.split(r"(\*)", Path(file).name))


def pattern_of(file: str) -> str:
    """A file's name with its dates and numbers open, so that next month's file fits as well."""
    path = Path(file)
    return re.sub(r"\d{2,}(?:[-_.]?\d+)*", "*", path.stem) + path.suffix


def differences(table: TableMapping, grid: Grid) -> Differences:
    """How the grid's columns differ from the mapping's; case, accents, spaces and marks aside."""
    there = [str(column) for column in grid.frame.columns]
    otherwise, left = {}, list(there)
    for column in [c for c in table.columns if c in left]:
        left.remove(column)
    for column in (c for c in table.columns if c not in there):
        if (same := next((other for other in left if squeezed(other) == squeezed(column)), None)) is not None:
            otherwise[column] = same
            left.remove(same)
    missing = tuple(c for c in table.columns if c not in there and c not in otherwise)
    met = [otherwise.get(c, c) for c in table.columns if c not in missing]
    return Differences(missing, tuple(left), otherwise, met != [c for c in there if c not in left])


def renamed(table: TableMapping, names: dict[str, str]) -> TableMapping:
    """The mapping with some of its columns called otherwise."""
    return replace(
        table,
        columns={names.get(column, column): role for column, role in table.columns.items()},
        reasons={names.get(column, column): reason for column, reason in table.reasons.items()},
        categories={names.get(value, value): code for value, code in table.categories.items()},
        chosen=tuple(names.get(column, column) for column in table.chosen),
    )


def difference_findings(table: TableMapping, grid: Grid) -> list[Finding]:
    """What to tell of a table whose columns are not those of the mapping; a missing one is an error if it is used."""
    found = differences(table, grid)

    def finding(rule: str, column: str | None, **values: str) -> Finding:
        return Finding(rule, grid.file, grid.sheet, grid.header_row, column, values=tuple(values.items()))

    used = [c for c in found.missing if table.columns[c] not in (UNUSED, KEPT_OUT)]
    findings = [finding("column_missing", column, name=column) for column in used]
    findings += [finding("column_unknown", column) for column in found.extra]
    findings += [finding("column_written_otherwise", there, name=mapped) for mapped, there in found.otherwise.items()]
    return findings + ([finding("columns_reordered", None)] if found.is_reordered else [])


@dataclass(frozen=True)
class Mapping:
    """The mappings of all tables of an import."""

    entries: tuple[Entry, ...] = ()

    def fits(self, grid: Grid) -> TableMapping | None:
        """The mapping whose columns are the grid's (case, accents, order and spaces aside), in the grid's own words.

        Where several fit, the one whose file name fits as well comes first.
        """
        found = [entry for entry in self.entries if not differences(entry.table, grid).is_other_table]
        found.sort(key=lambda entry: not entry.is_named_like(grid))
        return renamed(found[0].table, differences(found[0].table, grid).otherwise) if found else None

    def match(self, grid: Grid) -> tuple[TableMapping | None, list[Finding]]:
        """The mapping for a grid and how the columns differ: one that fits, else one for a file of that name."""
        for entry in sorted(self.entries, key=lambda entry: not entry.is_named_like(grid)):
            found = differences(entry.table, grid)
            if not found.is_other_table or entry.is_named_like(grid):
                findings = difference_findings(entry.table, grid)
                return renamed(entry.table, found.otherwise), findings
        return None, []

    def with_table(self, grid: Grid, table: TableMapping) -> Mapping:
        """The mapping with (or with another) table for files named like the grid's."""
        entry = Entry(pattern_of(grid.file), grid.sheet, table)
        others = tuple(e for e in self.entries if (e.file, e.sheet) != (entry.file, entry.sheet))
        return Mapping((*others, entry))

    def to_json(self) -> str:
        """The mapping as text, always in the same order, so that two versions can be compared."""
        ordered = sorted(self.entries, key=lambda entry: (entry.file, entry.sheet or ""))
        tables = [{"file": entry.file, "sheet": entry.sheet, **_as_dict(entry.table)} for entry in ordered]
        return json.dumps({"format": FORMAT, "tables": tables}, ensure_ascii=False, indent=2) + "\n"

    @staticmethod
    def from_json(text: str, name: str = "the mapping") -> Mapping:
        """The mapping that a text holds; raises DataError that says what is wrong and where."""
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            raise DataError(f"{name}: line {error.lineno} is not JSON ({error.msg})") from None
        except RecursionError:
            raise DataError(f"{name}: it is nested too deeply") from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise DataError(f'{name}: it does not say "format": {FORMAT}')
        if not isinstance(content.get("tables"), list):
            raise DataError(f'{name}: "tables" must be a list')
        return Mapping(tuple(_entry(item, f"{name}, table {n}") for n, item in enumerate(content["tables"], 1)))

    def save(self, path: Path) -> None:
        """Writes the mapping as JSON."""
        path.write_text(self.to_json(), encoding="utf-8")


def load(path: Path) -> Mapping:
    """The mapping that a file holds; raises DataError where it cannot be read."""
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: the mapping cannot be read ({type(error).__name__})") from None


def _as_dict(table: TableMapping) -> dict[str, object]:
    # columns keep the order of the file: a person reads them beside it
    return {
        "table": table.table,
        "columns": table.columns,
        "options": dict(sorted(table.options.items())),
        "categories": dict(sorted(table.categories.items())),
        "chosen": list(table.chosen),
        "reasons": table.reasons,
        "rules": [dict(sorted(rule.items())) for rule in table.rules],
    }


def _entry(item: object, where: str) -> Entry:
    if not isinstance(item, dict) or not isinstance(item.get("file"), str):
        raise DataError(f'{where}: it needs "file", the name of a file or a pattern')
    known = {"file", "sheet", *(f.name for f in fields(TableMapping))}
    if strange := sorted(set(item) - known):
        raise DataError(f"{where}: unknown part {strange[0]!r}; there are {', '.join(sorted(known))}")
    sheet = item.get("sheet")
    if not (sheet is None or isinstance(sheet, str)):
        raise DataError(f'{where}: "sheet" must be text or null')
    table = TableMapping(
        table=item.get("table") or "",
        **{name: _texts(item.get(name, {}), f"{where}: {name}") for name in _DICTS},
        chosen=tuple(_list(item.get("chosen", []), str, f"{where}: chosen")),
        rules=tuple(_list(item.get("rules", []), dict, f"{where}: rules")),
    )
    check(table, where)
    return Entry(item["file"], sheet, table)


_DICTS = ("columns", "options", "categories", "reasons")


def _texts(item: object, where: str) -> dict[str, str]:
    if not isinstance(item, dict) or not all(isinstance(value, str) for value in item.values()):
        raise DataError(f"{where} must be names with texts")
    return item


def _list(item: object, kind: type, where: str) -> Iterable:
    if not isinstance(item, list) or not all(isinstance(value, kind) for value in item):
        raise DataError(f"{where} must be a list")
    return item


def check(table: TableMapping, where: str = "the mapping") -> None:
    """Raises DataError where a table, role or option is unknown, or two columns have a role that one can have."""
    if not isinstance(table.table, str) or table.table not in TABLES_READ:
        raise DataError(f"{where}: unknown table {table.table!r}; there are {', '.join(TABLES_READ)}")
    takes = TABLES_READ[table.table].takes
    for column, role in table.columns.items():
        if table.table != IGNORED and not takes(role):
            allowed = ", ".join(TABLES_READ[table.table].roles)
            raise DataError(f"{where}: column {column!r} has the unknown role {role!r}; {table.table} has {allowed}")
    if twice := doubled_roles(table):
        role, columns = next(iter(twice.items()))
        raise DataError(f"{where}: the role {role!r} stands for more than one column: {', '.join(columns)}")
    if strange := sorted(set(table.options) - OPTIONS):
        raise DataError(f"{where}: unknown option {strange[0]!r}; there are {', '.join(sorted(OPTIONS))}")
    if strange := [column for column in table.chosen if column not in table.columns]:
        raise DataError(f"{where}: chosen column {strange[0]!r} is not among the columns")


SEVERAL = frozenset({UNUSED, KEPT_OUT, "text", "source_note", "breakdown", "question", "option", "organisation"})


def doubled_roles(table: TableMapping) -> dict[str, list[str]]:
    """Roles that one column alone can have and that several have, with those columns."""
    columns: dict[str, list[str]] = {}
    for column, role in table.columns.items():
        if role.partition(":")[0] not in SEVERAL | {"count"}:
            columns.setdefault(role, []).append(column)
    return {role: named for role, named in columns.items() if len(named) > 1}


def role_findings(table: TableMapping, grid: Grid) -> list[Finding]:
    """An error for each role that the table needs and no column or option gives."""
    if table.options.get("template"):
        return []
    given = set(table.columns.values()) | set(table.options)
    begun = {f"{role.partition(':')[0]}:" for role in given if ":" in role}
    return [
        Finding("role_missing", grid.file, grid.sheet, grid.header_row, values=(("name", " / ".join(needed)),))
        for needed in TABLES_READ[table.table].needs
        if not (given | begun) & set(needed)
    ]
