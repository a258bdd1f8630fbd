"""Tables with a column for each year or each issue, turned long: one row for each cell that states something."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pandas as pd

from analytics.checks.typed import shown
from analytics.readers.grid import Finding, Grid
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import UNUSED
from analytics.understanding.words import plain

COLUMN, YEAR, MONTH, GROUP, VALUE = "@column", "@year", "@month", "@group", "@value"
WIDE = ("year", "month", "count")
_PRELIMINARY = frozenset(["p", "pr", "prov", "preliminar", "preliminary", "provisional", "provisoire", "r", "rev"])
_MONTHS = {
    "ene": "1", "jan": "1", "fe": "2", "mar": "3", "abr": "4", "apr": "4", "avr": "4", "may": "5", "mai": "5",
    "juin": "6", "jun": "6", "juil": "7", "jul": "7", "ago": "8", "aug": "8", "aou": "8", "sep": "9", "set": "9",
    "oct": "10", "out": "10", "nov": "11", "dic": "12", "dec": "12", "dez": "12",
}  # fmt: skip
YEAR_IN_TEXT = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def year_columns(headers: list[str]) -> dict[str, dict[str, str]]:
    """What is told by year -> {column: year}: headers that differ in their year alone, at least two of them."""
    groups: dict[str, dict[str, str]] = {}
    for header in headers:
        years = YEAR_IN_TEXT.findall(header)
        if len(years) == 1:
            rest = plain(YEAR_IN_TEXT.sub(" ", header))
            # 2023p and 2023 (preliminar) are years as well
            rest = " ".join(word for word in rest.split() if word not in _PRELIMINARY)
            groups.setdefault(rest, {})[header] = years[0]
    return {rest: years for rest, years in groups.items() if len(set(years.values())) > 1}


def month_columns(headers: list[str]) -> dict[str, str]:
    """{column: number of the month}, of headers that are names of months, where at least half a year has one."""
    found = {header: number for header in headers if (number := _month(plain(header)))}
    return found if len(set(found.values())) >= 6 and len(found) == len(set(found.values())) else {}


def _month(word: str) -> str | None:
    return next((number for name, number in _MONTHS.items() if word.isalpha() and word.startswith(name)), None)


def wide_columns(mapping: TableMapping) -> dict[str, str]:
    """Column -> year, month or issue type, of the columns that become rows; behind a year can stand its group."""
    return {column: what for begin in WIDE for column, what in mapping.columns_of(begin).items()}


def is_wide(mapping: TableMapping) -> bool:
    """Whether the table has to be turned long before its rows are read."""
    return bool(wide_columns(mapping))


def long(grid: Grid, mapping: TableMapping) -> Grid:
    """The grid with one row for each stated cell of the columns `year:…`, `month:…` or `count:…`.

    New columns: `@column` (the header that the value stood under), `@value`, and `@year`, `@month` and `@group` for
    columns of years, months and of groups in a year (`year:2021:women`). Row numbers are those of the file, so one
    stands once for each of its cells; empty cells state nothing and fall away.
    """
    wide = [column for column in grid.frame.columns if column in wide_columns(mapping)]
    others = [column for column in grid.frame.columns if column not in wide]
    frame = grid.frame.melt(id_vars=others, value_vars=wide, var_name=COLUMN, value_name=VALUE, ignore_index=False)
    frame = frame[frame[VALUE].notna()].sort_index(kind="stable")
    if years := mapping.columns_of("year"):
        parts = {column: what.partition(":") for column, what in years.items()}
        frame[YEAR] = frame[COLUMN].map({column: year for column, (year, _, _) in parts.items()})
        if any(group for _, _, group in parts.values()):
            frame[GROUP] = frame[COLUMN].map({column: group or None for column, (_, _, group) in parts.items()})
    if months := mapping.columns_of("month"):
        frame[MONTH] = frame[COLUMN].map(months)
    return replace(grid, frame=frame.astype({COLUMN: "str"}))


def long_mapping(mapping: TableMapping) -> TableMapping:
    """The mapping for what `long` makes of the grid: `issue_records`, or `place_attributes`."""
    wide = wide_columns(mapping)
    columns = {column: role for column, role in mapping.columns.items() if column not in wide}
    categories = dict(mapping.categories)
    if years := mapping.columns_of("year"):
        columns |= {YEAR: "year", COLUMN: UNUSED}
        if any(":" in what for what in years.values()):
            columns[GROUP] = mapping.options.get("wide_group", "breakdown:group")
    elif mapping.columns_of("month"):
        columns |= {MONTH: "month", COLUMN: UNUSED}
    else:
        columns[COLUMN] = "category"
        categories |= wide
    value = mapping.options.get("wide_value", "count")
    table = "place_attributes" if value.startswith("attribute:") else "issue_records"
    options = {name: text for name, text in mapping.options.items() if name not in ("wide_value", "wide_group")}
    columns[VALUE] = value
    return replace(mapping, table=table, columns=columns, options=options, categories=categories)


def shaped(grid: Grid, mapping: TableMapping) -> tuple[Grid, TableMapping]:
    """The grid and its mapping as rows are read: turned long where the table is wide, else as they are."""
    return (long(grid, mapping), long_mapping(mapping)) if is_wide(mapping) else (grid, mapping)


def under_headers(findings: list[Finding], grid: Grid) -> list[Finding]:
    """The findings of a table that was turned long, each with the header that its cell stood under in the file."""
    if COLUMN not in grid.frame:
        return findings
    cells = grid.frame[[COLUMN, VALUE]]
    met: Counter[tuple] = Counter()
    told = []
    for finding in findings:
        if finding.column == VALUE and finding.row in cells.index:
            row = cells.loc[[finding.row]]
            same = row[COLUMN][row[VALUE].map(lambda cell, value=finding.value: value is None or shown(cell) == value)]
            key = (finding.rule, finding.row, finding.value)
            if len(same):
                told.append(replace(finding, column=str(same.iloc[met[key] % len(same)])))
                met[key] += 1
                continue
        told.append(replace(finding, column=None) if str(finding.column).startswith("@") else finding)
    return told


def split_cells(cells: pd.Series) -> pd.Series:
    """Cells with several values (`;`, `|` or a line break between them) as lists; a single one is a list of one."""
    return cells.str.split(r"\s*[;|\n]\s*", regex=True).map(
        lambda parts: [part for part in parts if part] if isinstance(parts, list) else []
    )
