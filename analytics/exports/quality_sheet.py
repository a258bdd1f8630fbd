"""The data quality sheet as a workbook: one sheet for each part, text as text, figures as figures."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from math import isfinite
from numbers import Integral

import pandas as pd
import xlsxwriter

from analytics.wording import Words

OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "nan_inf_to_errors": False, "default_date_format": "yyyy-mm-dd",
}  # fmt: skip
NAME_CHARACTERS, WIDEST, NARROWEST = 31, 60, 9
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
CELL_CHARACTERS = 32_767
EXACT = 10**15  # a workbook keeps fifteen digits of a number; longer ones are written as text, whole
FIRST_YEAR = 1901  # a workbook knows no day before 1900, and counts a 29 February in it


@dataclass(frozen=True)
class Sheet:
    """One part: its name and its rows, the columns in a reader's words."""

    name: str
    rows: pd.DataFrame


def quality_workbook(title: str, about: dict[str, str], sheets: list[Sheet], say: Words) -> bytes:
    """The workbook: a first sheet that says what it is of, then a sheet for each part, empty ones too."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#F2ECE2", "bottom": 1, "bottom_color": "#E3DACB"})
        styles = {"head": head, "parted": book.add_format({"num_format": "#,##0.00"})}
        large = book.add_format({"bold": True, "font_size": 16})
        front = book.add_worksheet(_sheet_name(say("About"), []))
        front.set_column(0, 0, 28)
        front.set_column(1, 1, WIDEST)
        front.write_string(0, 0, title, large)
        lines = [*about.items(), *((sheet.name, say.many("{n} row", "{n} rows", len(sheet.rows))) for sheet in sheets)]
        for i, (name, text) in enumerate(lines, start=2):
            front.write_string(i, 0, name, head)
            front.write_string(i, 1, text[:CELL_CHARACTERS])
        taken = [say("About")]
        for sheet in sheets:
            taken.append(_sheet_name(sheet.name, taken))
            _write(book.add_worksheet(taken[-1]), sheet.rows, styles, say)
    return buffer.getvalue()


def _sheet_name(name: str, taken: list[str]) -> str:
    """A name that a workbook takes: at most 31 characters, none of those that it forbids, not twice."""
    plain = NOT_IN_NAMES.sub(" ", name)[:NAME_CHARACTERS].strip("' ") or "1"
    known = {one.lower() for one in taken}  # a workbook tells no capitals apart
    others = (f"{plain[: NAME_CHARACTERS - max(3, len(str(n)) + 1)]} {n}" for n in range(len(taken), 1000))
    return plain if plain.lower() not in known else next(one for one in others if one.lower() not in known)


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: pd.DataFrame, styles: dict[str, object], say: Words) -> None:
    if rows.columns.empty:
        sheet.write_string(0, 0, say("(no rows)"))
        return
    for column, name in enumerate(rows.columns):
        cells = rows[name].astype(object).where(rows[name].notna(), None).tolist()
        sheet.write_string(0, column, str(name), styles["head"])
        longest = max((len(str(cell)) for cell in cells[:200] if cell is not None), default=0)
        sheet.set_column(column, column, min(max(longest, len(str(name)), NARROWEST) + 1, WIDEST))
        for row, cell in enumerate(cells, start=1):
            _write_cell(sheet, row, column, cell, styles["parted"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(rows.columns) - 1)


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: object, parted: object) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date) and cell.year < FIRST_YEAR:
        sheet.write_string(row, column, cell.isoformat()[:10])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, Integral) and abs(cell) > EXACT:
        sheet.write_string(row, column, str(cell))
    elif hasattr(cell, "__float__") and isfinite(cell):
        sheet.write_number(row, column, float(cell), None if float(cell).is_integer() else parted)
    else:
        text = str(cell)
        is_whole = len(text) <= CELL_CHARACTERS
        sheet.write_string(row, column, text if is_whole else text[: CELL_CHARACTERS - 1] + "…")
