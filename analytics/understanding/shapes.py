"""Tables with a column for each year or each issue, turned long: one row for each cell that states something."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from analytics.readers.grid import Grid
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import UNUSED
from analytics.understanding.words import plain

COLUMN, YEAR, VALUE = "@column", "@year", "@value"
WIDE = ("year", "count")
YEAR_IN_TEXT = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def year_columns(headers: list[str]) -> dict[str, dict[str, str]]:
    """What is told by year -> {column: year}: headers that differ in their year alone, at least two of them."""
    groups: dict[str, dict[str, str]] = {}
    for header in headers:
        years = YEAR_IN_TEXT.findall(header)
        if len(years) == 1:
            groups.setdefault(plain(YEAR_IN_TEXT.sub(" ", header)), {})[header] = years[0]
    return {rest: years for rest, years in groups.items() if len(set(years.values())) > 1}


def wide_columns(mapping: TableMapping) -> dict[str, str]:
    """Column -> year or issue type, of the columns that become rows."""
    return {column: what for begin in WIDE for column, what in mapping.columns_of(begin).items()}


def is_wide(mapping: TableMapping) -> bool:
    """Whether the table has to be turned long before its rows are read."""
    return bool(wide_columns(mapping))


def long(grid: Grid, mapping: TableMapping) -> Grid:
    """The grid with one row for each stated cell of the columns `year:…` or `count:…`.

    New columns: `@column` (the header that the value stood under), `@value`, and `@year` for columns of years. Row
    numbers are those of the file, so one stands once for each of its cells; empty cells state nothing and fall away.
    """
    wide = [column for column in grid.frame.columns if column in wide_columns(mapping)]
    others = [column for column in grid.frame.columns if column not in wide]
    frame = grid.frame.melt(id_vars=others, value_vars=wide, var_name=COLUMN, value_name=VALUE, ignore_index=False)
    frame = frame[frame[VALUE].notna()].sort_index(kind="stable")
    if years := mapping.columns_of("year"):
        frame[YEAR] = frame[COLUMN].map(years)
    return replace(grid, frame=frame.astype({COLUMN: "str"}))


def long_mapping(mapping: TableMapping) -> TableMapping:
    """The mapping for what `long` makes of the grid: `issue_records`, or `place_attributes`."""
    wide = wide_columns(mapping)
    columns = {column: role for column, role in mapping.columns.items() if column not in wide}
    categories = dict(mapping.categories)
    if mapping.columns_of("year"):
        columns |= {YEAR: "year", COLUMN: UNUSED}
    else:
        columns[COLUMN] = "category"
        categories |= wide
    value = mapping.options.get("wide_value", "count")
    table = "place_attributes" if value.startswith("attribute:") else "issue_records"
    options = {name: text for name, text in mapping.options.items() if name != "wide_value"}
    columns[VALUE] = value
    return replace(mapping, table=table, columns=columns, options=options, categories=categories)


def shaped(grid: Grid, mapping: TableMapping) -> tuple[Grid, TableMapping]:
    """The grid and its mapping as rows are read: turned long where the table is wide, else as they are."""
    return (long(grid, mapping), long_mapping(mapping)) if is_wide(mapping) else (grid, mapping)


def split_cells(cells: pd.Series) -> pd.Series:
    """Cells with several values (`;`, `|` or a line break between them) as lists; a single one is a list of one."""
    return cells.str.split(r"\s*[;|\n]\s*", regex=True).map(
        lambda parts: [part for part in parts if part] if isinstance(parts, list) else []
    )
