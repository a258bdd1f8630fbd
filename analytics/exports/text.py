"""Answers as text: CSV that a spreadsheet can open safely, JSON for scripts, a plain table for a terminal."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _plain(value: object) -> object:
    """A cell as JSON has it: whole numbers without a fraction, dates as ISO text, missing as null."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows as dictionaries of plain values."""
    return [{key: _plain(value) for key, value in row.items()} for row in frame.astype(object).to_dict("records")]


def as_json(frame: pd.DataFrame) -> str:
    """The rows as a JSON array of objects."""
    return json.dumps(records(frame), ensure_ascii=False, indent=1)


def _safe(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay as they are.

    So does text that has one before such a beginning already: who reads the file again takes one away.

    A lone carriage return would end a row where the file is read again: it becomes a line break, which is quoted.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if value.lstrip("'").startswith(FORMULA) else text


def beside(columns: Iterable[object], about: Mapping[str, str]) -> dict[str, str]:
    """What rows are of, under names that no column of theirs has: a reader's own column is never written over."""
    taken, named = {str(column) for column in columns}, {}
    for name, told in about.items():
        free = name if name not in taken else next(f for n in count(2) if (f := f"{name} ({n})") not in taken)
        named[free] = told
        taken.add(free)
    return named


def as_csv(frame: pd.DataFrame, about: dict[str, str] | None = None) -> str:
    """The rows as CSV; `about` (selection, version, sources) stands in columns of its own on each row."""
    about = beside(frame.columns, about or {})
    rows = [row | about for row in records(frame)]
    columns = [*frame.columns, *about]
    cells = [{key: _safe(value) for key, value in row.items()} for row in rows]
    safe = pd.DataFrame(cells, columns=columns, dtype=object).set_axis([_safe(name) for name in columns], axis=1)
    return safe.to_csv(index=False, lineterminator="\n")


def as_table(frame: pd.DataFrame) -> str:
    """The rows as a plain table, missing values empty."""
    if frame.empty:
        return "(no rows)"
    return pd.DataFrame(records(frame), columns=frame.columns, dtype=object).fillna("").to_string(index=False)
