"""Reads the tables that people write (CSV) into checked frames; names every fault by file, row and column."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from pathlib import Path

import pandas as pd
from pandera.errors import SchemaErrors

from analytics.errors import DataError
from analytics.schema import TABLES, Table

FAULTS_SHOWN = 20
DATE = "datetime64[us]"
WRITTEN = {  # how a cell of each type is written; what only looks like a number (inf, 1e400, 0x10) is refused
    "Int64": r"-?\d{1,15}",
    "Float64": r"-?\d{1,15}(?:\.\d{1,15})?",
    "boolean": r"true|false",
    DATE: r"\d{4}-\d{2}-\d{2}",
}
KINDS = {
    "Int64": "a whole number",
    "Float64": "a number",
    "boolean": "true or false",
    DATE[:10]: "a date such as 2020-10-31",
}
PERIODS = (
    ("start_on", "end_on"),
    ("reported_from_on", "reported_to_on"),
    ("stated_from_on", "stated_to_on"),
    ("published_from_on", "published_to_on"),
)
DATED = (
    ("start_on", "start_precision"),
    ("end_on", "end_precision"),
    ("stated_from_on", "stated_precision"),
    ("stated_to_on", "stated_precision"),
    ("published_from_on", "published_precision"),
    ("published_to_on", "published_precision"),
)


def read_text(path: Path) -> pd.DataFrame:
    """Every cell of a CSV file as text; an empty cell is missing.

    Raises DataError where the file is absent, not UTF-8, empty, or has a row whose number of cells
    differs from the header's (a ragged row is refused, never shifted).
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path.name}: the file is missing from {path.parent.name}/. Put it back.") from None
    except OSError as error:
        raise DataError(f"{path.name}: the file cannot be read ({error.strerror}).") from None
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path.name}, line {line}: not UTF-8 text ({error.reason}). Save it as UTF-8.") from None
    except csv.Error as error:
        raise DataError(f"{path.name}, row {len(rows) + 1}: not a table that can be read ({error}).") from None
    if not rows:
        raise DataError(f"{path.name}: the file is empty. It needs at least a header row.")
    header, body = rows[0], rows[1:]
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise DataError(f"{path.name}, header: column {', '.join(twice)} stands twice.")
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise DataError(f"{path.name}, row {number}: {len(row)} cells where the header has {len(header)}.")
    return pd.DataFrame([[cell or None for cell in row] for row in body], columns=header, dtype="str")


def _typed(column: pd.Series, dtype: str) -> tuple[pd.Series, pd.Series]:
    """The column in its type, and a mask of the cells that could not be read so."""
    is_written = column.notna()
    dtype = DATE if dtype.startswith("datetime64") else dtype
    column = column.where(column.str.fullmatch(WRITTEN[dtype], flags=re.ASCII).fillna(False).astype(bool))
    if dtype == "boolean":
        typed = column.map({"true": True, "false": False}).astype(dtype)
    elif dtype in ("Int64", "Float64"):
        typed = pd.to_numeric(column).astype(dtype)
    else:
        typed = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce").astype(dtype)
    return typed, typed.isna() & is_written


def _checked(table: Table, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame in the table's types; raises DataError with every fault found (the first twenty named)."""
    wanted = list(table.columns)
    if list(frame.columns) != wanted:
        missing = [c for c in wanted if c not in frame.columns]
        extra = [c for c in frame.columns if c not in wanted]
        order = "" if missing or extra else " The columns are in another order."
        raise DataError(
            f"{name}, header: missing {', '.join(missing) or 'none'}; unknown {', '.join(extra) or 'none'}.{order}"
            f" Wanted: {', '.join(wanted)}."
        )
    faults: list[tuple[int, str, object, str]] = []
    typed = {}
    for column, rule in table.columns.items():
        dtype = str(rule.dtype)
        if dtype.startswith("str"):
            typed[column] = frame[column]
            padded = frame.index[frame[column].str.strip().ne(frame[column]) & frame[column].notna()]
            faults += [(int(i), column, frame.at[i, column], "has space around it") for i in padded]
            continue
        typed[column], wrong = _typed(frame[column], dtype)
        faults += [(int(i), column, frame.at[i, column], f"is not {KINDS[dtype[:10]]}") for i in frame.index[wrong]]
    result = pd.DataFrame(typed, index=frame.index)
    try:
        table.schema.validate(result, lazy=True)
    except SchemaErrors as error:
        for case in error.failure_cases.to_dict("records"):
            row = int(case["index"]) if pd.notna(case["index"]) else -1
            faults.append((row, str(case["column"]), case["failure_case"], f"breaks {case['check']}"))
    if faults:
        lines = [f"{name}, row {row + 2}, {column}: {value!r} {rule}" for row, column, value, rule in faults]
        more = f"\n… and {len(lines) - FAULTS_SHOWN} more" if len(lines) > FAULTS_SHOWN else ""
        raise DataError("\n".join(lines[:FAULTS_SHOWN]) + more)
    return result


def _check_references(frames: dict[str, pd.DataFrame]) -> None:
    faults = []
    for table in TABLES.values():
        for column, target in table.references.items():
            known = set(frames[target][TABLES[target].key[0]])
            values = frames[table.name][column]
            for index in values.index[values.notna() & ~values.isin(known)]:
                faults.append(f"{table.name}.csv, row {index + 2}, {column}: {values[index]!r} is not in {target}.csv")
    if faults:
        raise DataError("\n".join(faults[:FAULTS_SHOWN]))


def _first_row(is_wrong: pd.Series) -> int:
    """The row, as a person counts them in the file (the header is row 1), of the first fault."""
    return int(is_wrong.index[is_wrong][0]) + 2


def _check_dates(name: str, frame: pd.DataFrame) -> None:
    """An end is not before its start; a date has its precision, and is the first or last day of what it names."""
    for start, end in PERIODS:
        if start in frame and (is_late := frame[end] < frame[start]).any():
            raise DataError(f"{name}.csv, row {_first_row(is_late)}, {end}: the end is before the start.")
    for column, precision in DATED:
        if column not in frame or precision not in frame:
            continue
        days = frame[column]
        is_start = column in (start for start, _ in PERIODS)
        if (
            precision == f"{column.removesuffix('_on')}_precision"
            and (is_lone := days.notna() != frame[precision].notna()).any()
        ):
            raise DataError(
                f"{name}.csv, row {_first_row(is_lone)}, {column}: a date and its precision stand together."
            )
        for unit, is_first, is_last in (
            ("month", days.dt.is_month_start, days.dt.is_month_end),
            ("year", days.dt.is_year_start, days.dt.is_year_end),
        ):
            is_inside = days.notna() & frame[precision].eq(unit).fillna(False) & ~(is_first if is_start else is_last)
            if is_inside.any():
                edge = "first" if is_start else "last"
                raise DataError(f"{name}.csv, row {_first_row(is_inside)}, {column}: not the {edge} day of a {unit}.")


def _check_rules(frames: dict[str, pd.DataFrame]) -> None:
    """Rules between columns: dates (see `_check_dates`), and shares of an activity that add up to one."""
    for name, frame in frames.items():
        _check_dates(name, frame)
    shares = frames["activity_places"].groupby("activity_id")["share"]
    is_off = (shares.transform("count") > 0) & ((shares.transform("sum") - 1).abs() > 1e-6)
    if is_off.any():
        row = _first_row(is_off)
        activity = frames["activity_places"].at[row - 2, "activity_id"]
        raise DataError(f"activity_places.csv, row {row}, share: the shares of {activity!r} do not add up to 1.")


def read_table(name: str, folders: dict[str, Path]) -> pd.DataFrame:
    """One table of the schema, typed and checked by itself.

    Raises DataError, with file, row (the header is row 1) and column, for any cell that breaks a rule.
    """
    table = TABLES[name]
    return _checked(table, read_text(folders[table.folder] / f"{name}.csv"), f"{name}.csv")


@lru_cache(maxsize=64)
def _held(name: str, path: Path, stamp: tuple[int, int]) -> pd.DataFrame:
    table = TABLES[name]
    return read_table(name, {table.folder: path.parent})


def held_table(name: str, folders: dict[str, Path]) -> pd.DataFrame:
    """`read_table`, done once for a file that has not changed since; not to be written into."""
    path = folders[TABLES[name].folder] / f"{name}.csv"
    try:
        stat = path.stat()
    except OSError:
        return read_table(name, folders)  # which says what is wrong
    return _held(name, path, (stat.st_mtime_ns, stat.st_size))


def empty_frame(name: str) -> pd.DataFrame:
    """A table without rows, in its types."""
    kinds = {column: str(rule.dtype) for column, rule in TABLES[name].columns.items()}
    typed = {
        c: DATE if kind.startswith("datetime64") else "str" if kind.startswith("str") else kind
        for c, kind in kinds.items()
    }
    return pd.DataFrame({column: pd.Series([], dtype=kind) for column, kind in typed.items()})


def check_together(frames: dict[str, pd.DataFrame]) -> None:
    """Raises DataError where tables do not fit one another: a reference that is not met, dates, shares."""
    _check_references(frames)
    _check_rules(frames)


def read_tables(folders: dict[str, Path]) -> dict[str, pd.DataFrame]:
    """Every table of the schema, typed and checked, from the folders `published` and `reference`."""
    frames = {name: read_table(name, folders) for name in TABLES}
    check_together(frames)
    return frames
