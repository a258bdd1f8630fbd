"""Workbooks (XLSX, XLS, ODS): each sheet a grid, each cell the text that a person sees."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from analytics.readers.grid import Finding, Grid
from analytics.readers.headers import Merge, Row
from analytics.readers.limits import SHEET_CELLS, WORKBOOK_ROWS
from analytics.readers.refusals import turned_away, unreadable
from analytics.readers.sheet_xml import PERCENT, ZEROS, SheetScan, scan_ods, scan_xlsx
from analytics.readers.tables import grid_of_rows

_XLS_TEXT, _XLS_NUMBER, _XLS_DATE, _XLS_BOOLEAN, _XLS_ERROR = 1, 2, 3, 4, 5


def read_workbook(path: Path, name: str, kind: str) -> tuple[list[Grid], list[Finding]]:
    """The grids of a workbook that `sniff` found to be `kind` (xlsx, xls or ods), hidden sheets included and told.

    Empty sheets give none. Raises RefusedFile where its cells reach too far.
    """
    sheets = _old_sheets(path) if kind == "xls" else _sheets(path, kind)
    grids: list[Grid] = []
    findings: list[Finding] = []
    total = 0
    for sheet, hidden, rows, merges, unsaved in sheets:
        total += len(rows)
        if total > WORKBOOK_ROWS:
            raise turned_away(f"it has more than {WORKBOOK_ROWS:,} rows")
        grid, found = grid_of_rows(rows, name, kind, sheet, merges, unsaved)
        if grid is not None:
            grids.append(grid)
            findings += [Finding("sheet_hidden", name, sheet)] if hidden else []
            findings += found
    return grids, findings


def _sheets(path: Path, kind: str):
    """Each sheet's name, whether it is hidden, its rows as text, its merged cells, and formulas without a result."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    scans = scan_xlsx(path) if kind == "xlsx" else scan_ods(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                scan = scans.get(about.name, SheetScan())
                rows = _rows(sheet, scan)
                hidden = about.visible != SheetVisibleEnum.Visible
                yield about.name, hidden, rows, sheet.merged_cell_ranges or [], scan.unsaved
    except CalamineError as error:
        raise unreadable("the workbook is damaged") from error


def _rows(sheet, scan: SheetScan) -> list[Row]:
    """The sheet's rows from its first, every cell as text."""
    same: dict[str, str] = {}  # one object for equal texts: categories repeat in every row
    before: Row = [None] * (sheet.start[1] if sheet.start else 0)
    rows = [before + [_shared(value, same) for value in row] for row in sheet.iter_rows()]
    for (row, column), text in scan.errors.items():
        _put(rows, row, column, text)
    for (row, column), digits in scan.zeros.items():
        if row < len(rows) and column < len(rows[row]) and (rows[row][column] or "").isdigit():
            rows[row][column] = rows[row][column].zfill(digits)
    for row, column in scan.percents:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = in_percent(rows[row][column])
    return rows


def in_percent(text: str | None) -> str | None:
    """0.45 as it is shown in a cell of percentages: 45%; what is no number stays."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return text
    return f"{(number * 100).normalize():f}%" if number.is_finite() else text


def _put(rows: list[Row], row: int, column: int, text: str) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def _shared(value: object, same: dict[str, str]) -> str | None:
    if type(value) is str:
        return same.setdefault(value, value) if value else None
    if type(value) is float:
        return text_of_number(value)
    text = text_of(value)
    return None if text is None else same.setdefault(text, text)


def text_of(value: object) -> str | None:
    """A cell's value as a person sees it: 5001.0 is 5001, dates are ISO text, an empty cell is None."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return text_of_number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec="auto")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def text_of_number(value: float) -> str:
    """A number with the 15 digits that a spreadsheet keeps, whole ones without a point."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" in text and 1e-20 < abs(value) < 1e30:
        return format(Decimal(text), "f")
    return text


def _old_sheets(path: Path):
    """As `_sheets`, of a true .xls: xlrd gives its error cells and formats, which the other parser loses."""
    import xlrd

    try:
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True) as book:
            for sheet_name in book.sheet_names():
                sheet = book.sheet_by_name(sheet_name)
                if sheet.nrows * sheet.ncols > SHEET_CELLS:
                    raise turned_away(f"the sheet {sheet_name} has more than {SHEET_CELLS:,} cells")
                rows = [_old_row(book, sheet, row) for row in range(sheet.nrows)]
                merges: list[Merge] = [((a, c), (b - 1, d - 1)) for a, b, c, d in sheet.merged_cells]
                yield sheet_name, sheet.visibility != 0, rows, merges, frozenset()
                book.unload_sheet(sheet_name)
    except xlrd.XLRDError as error:
        reason = "it is locked with a password" if "encrypted" in str(error).lower() else "the workbook is damaged"
        raise unreadable(reason) from error


def _old_row(book, sheet, row: int) -> Row:
    return [_old_text(book, sheet, row, column) for column in range(sheet.row_len(row))]


def _old_text(book, sheet, row: int, column: int) -> str | None:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == _XLS_DATE:
        moment = xlrd.xldate_as_datetime(value, book.datemode)
        return text_of(moment.time() if value < 1 else moment)
    if kind == _XLS_ERROR:
        return xlrd.error_text_from_code.get(value, "#ERROR")
    if kind == _XLS_BOOLEAN:
        return text_of(bool(value))
    text = text_of(value) if kind in (_XLS_TEXT, _XLS_NUMBER) else None
    if kind == _XLS_NUMBER and text:
        style = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
        if PERCENT.fullmatch(style):
            return in_percent(text)
        zeros = ZEROS.fullmatch(style) if text.isdigit() else None
        return text.zfill(len(zeros.group(1))) if zeros else text
    return text
