"""A grid out of rows of cells: the way from any spreadsheet's rows to a table."""

from __future__ import annotations

import re
from collections.abc import Set

import numpy as np
import pandas as pd

from analytics.readers.grid import Finding, Grid, kept
from analytics.readers.headers import Header, Merge, Row, header_of, is_value
from analytics.readers.limits import CELL_CHARACTERS, COLUMNS
from analytics.readers.mojibake import repaired, told
from analytics.readers.notes import LOOKED_BELOW, below_table
from analytics.readers.refusals import turned_away

# Characters that cannot be seen: C0 but tab and line ends, DEL, soft hyphen, zero-width space, marks of direction,
# word joiner, byte-order mark. The joiners U+200C and U+200D stay: Persian and emoji are spelled with them. C1 stays:
# repairs of wrong encodings need it.
UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{UNSEEN}]+")


def grid_of_rows(
    rows: list[Row], file: str, kind: str, sheet: str | None = None, merges: list[Merge] | tuple = (),
    unsaved: Set[tuple[int, int]] = frozenset(),
) -> tuple[Grid | None, list[Finding]]:  # fmt: skip
    """The table in `rows` (the first is row 1 of the file), and what was found; None where all cells are empty.

    `unsaved` are cells (row and column from 0) with a formula whose result is not in the file.
    """
    header = header_of(rows, merges)
    if not header.names:
        return None, []
    check_width(len(header.names))
    merged = _filled_down(rows, header, merges)
    body = [(number, row) for number, row in enumerate(rows[header.first :], header.first + 1) if _says_something(row)]
    notes = below_table(body[-LOOKED_BELOW:], len(header.names))
    out = left_out(notes)
    frame = _frame([pair for pair in body if pair[0] not in out], header)
    findings = [*header.findings, *merged, *clean(frame), *notes, *_without_result(frame, header, unsaved)]
    grid = Grid(file, frame, kind, sheet, header.row + 1, tags=header.tags or {}, titles=header.titles)
    return grid, kept([finding.at(file, sheet) for finding in findings])


def _filled_down(rows: list[Row], header: Header, merges: list[Merge] | tuple) -> list[Finding]:
    """Writes the words of cells merged over several rows of data into each of them; one finding for each.

    Numbers are left in the first row: an amount over three rows is one amount.
    """
    findings = []
    for (first, column), (last, _) in merges:
        words = rows[first][column] if first < len(rows) and column < len(rows[first]) else None
        if first < header.first or first == last or column >= len(header.names) or not words or is_value(words):
            continue
        for row in rows[first + 1 : last + 1]:
            row += [None] * (column + 1 - len(row))
            row[column] = row[column] or words
        findings.append(Finding("merged_cells_filled", row=first + 1, column=header.names[column], value=words))
    return findings


def _without_result(frame: pd.DataFrame, header: Header, unsaved: Set[tuple[int, int]]) -> list[Finding]:
    """One finding for each column with formulas whose results were not saved, in rows that hold something."""
    at: dict[int, list[int]] = {}
    for row, column in sorted(unsaved):
        if row + 1 in frame.index and column < len(header.names):
            at.setdefault(column, []).append(row + 1)
    return [Finding("formula_unsaved", row=rows[0], column=header.names[column], count=len(rows))
            for column, rows in at.items()]  # fmt: skip


def _says_something(row: Row) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def check_width(columns: int) -> None:
    if columns > COLUMNS:
        raise turned_away(f"it has {columns:,} columns, and {COLUMNS:,} are the most")


def left_out(notes: list[Finding]) -> set[int]:
    """The numbers of the rows that findings say were left out."""
    return {finding.row for finding in notes if finding.rule in ("note_left_out", "total_left_out") and finding.row}


def _frame(body: list[tuple[int, Row]], header: Header) -> pd.DataFrame:
    """The rows below the header by column; a column that is empty and unnamed is dropped."""
    columns = {}
    for place, name in enumerate(header.names):
        cells = np.array([row[place] if place < len(row) else None for _, row in body] or [], dtype=object)
        cells[cells == ""] = None
        if name not in header.blank or any(cell is not None for cell in cells):
            columns[name] = pd.Series(cells, dtype=object)
    frame = pd.DataFrame(columns, dtype=object)
    frame.index = pd.Index([number for number, _ in body], dtype="int64")
    return frame


def clean(frame: pd.DataFrame) -> list[Finding]:
    """Takes characters that cannot be seen out of the cells, in place; says where, and which cells are too long."""
    findings = []
    for name in frame.columns:
        cells = frame[name].to_numpy(dtype=object, copy=True)
        changed = False
        for place, cell in enumerate(cells):
            if cell is None or (cell.isascii() and cell.isprintable() and len(cell) <= CELL_CHARACTERS):
                continue
            whole = repaired(cell)
            if whole != cell:
                findings.append(told(str(name), int(frame.index[place]), cell, whole))
                cells[place], cell, changed = whole, whole, True
            seen = _UNSEEN.sub("", cell)
            if seen != cell:
                findings.append(Finding("control_characters", row=int(frame.index[place]), column=name, value=cell))
                cells[place], changed = seen or None, True
            if len(seen) > CELL_CHARACTERS:
                findings.append(too_long(int(frame.index[place]), name, seen))
        if changed:
            frame[name] = pd.Series(cells, index=frame.index, dtype=object)
    return findings


def too_long(row: int, column: str, cell: str) -> Finding:
    return Finding(
        "text_too_long", row=row, column=column, value=cell[:200], values=(("limit", f"{CELL_CHARACTERS:,}"),)
    )
