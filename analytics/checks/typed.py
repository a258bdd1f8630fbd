"""A column once it is read: values of one type, and what has to be told about the cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.checks.rules import RULES
from analytics.readers.grid import Finding

SHOWN_CHARACTERS = 120  # of a cell in a finding

Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Typed:
    """Values with the index of the column that they were read from (the row in the file), and the findings.

    A cell with an error is missing in `values`. An error is told for each row; a warning, a correction or a note
    once for each value as it is written, at the row where it is first met, with the number of rows as its `count`.
    """

    values: pd.Series
    findings: list[Finding]


class Remark(NamedTuple):
    """What is to be told about one value: the rule, what its sentence names, and (`shown`) what stands for the cell."""

    rule: str
    told: Told = ()
    shown: str | None = None


class Cell(NamedTuple):
    """One value as it was understood; None where it is missing or wrong."""

    value: object = None
    remarks: tuple[Remark, ...] = ()


def wrong(rule: str, **told: object) -> Cell:
    """A cell without a value, for the reason that the rule states."""
    return Cell(None, (Remark(rule, _told(told)),))


def remarked(value: object, rule: str, **told: object) -> Cell:
    """A cell that has a value and something to tell about it."""
    return Cell(value, (Remark(rule, _told(told)),))


def _told(named: dict[str, object]) -> Told:
    return tuple((name, str(value)) for name, value in named.items())


def as_text(column: pd.Series) -> pd.Series:
    """The column as text; a cell without a visible character is missing."""
    if not isinstance(column.dtype, pd.StringDtype):
        # Half of a surrogate pair is no text that can be kept: it becomes a lost letter.
        whole = [None if pd.isna(cell) else str(cell).encode("utf-8", "replace").decode() for cell in column]
        column = pd.Series(whole, index=column.index, dtype="str")
    return column.where(column.str.strip().ne("").fillna(False).astype(bool))


def shown(text: object) -> str:
    """A cell as a finding repeats it: cut where it is long; a character that cannot be seen by its number."""
    text = str(text)[: SHOWN_CHARACTERS + 1]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def read_each(column: pd.Series, read: Callable[[str], Cell], dtype: str) -> Typed:
    """Every cell read by `read`, which is asked once for each text that occurs; missing cells stay missing."""
    column = as_text(column)
    codes, texts = pd.factorize(column)
    cells = [read(str(text)) for text in texts]
    values = pd.Series([cell.value for cell in cells], dtype=dtype).array.take(codes, allow_fill=True)
    return Typed(pd.Series(values, index=column.index), findings_of(column.index, codes, texts, cells))


def findings_of(index: pd.Index, codes: np.ndarray, texts: object, cells: list[Cell]) -> list[Finding]:
    """The remarks of the cells as findings: one a row for errors, one a text with its count for all else."""
    said = {code: cell.remarks for code, cell in enumerate(cells) if cell.remarks}
    if not said:
        return []
    texts, rows_in_file = list(texts), index.to_numpy()
    spoken = np.flatnonzero(np.isin(codes, list(said)))
    distinct, first, count = np.unique(codes[spoken], return_index=True, return_counts=True)
    result = []
    for code, position, rows in zip(distinct, spoken[first], count, strict=True):
        for remark in said[code]:
            if RULES[remark.rule].severity != "error":
                result.append(_finding(remark, rows_in_file[position], texts[code], int(rows)))
    failing = [code for code, remarks in said.items() if any(RULES[r.rule].severity == "error" for r in remarks)]
    for position in spoken[np.isin(codes[spoken], failing)]:
        code = codes[position]
        errors = (remark for remark in said[code] if RULES[remark.rule].severity == "error")
        result += [_finding(remark, rows_in_file[position], texts[code], 1) for remark in errors]
    return sorted(result, key=lambda finding: finding.row or 0)


def _finding(remark: Remark, row: object, text: object, count: int) -> Finding:
    value = shown(text) if remark.shown is None else remark.shown
    return Finding(remark.rule, row=int(row), value=value, values=remark.told, count=count)


def told_once(rule: str, column: pd.Series, is_meant: pd.Series, **told: object) -> list[Finding]:
    """One finding for the column, at the first cell that is meant; none where no cell is."""
    cells = column[is_meant.to_numpy(dtype=bool)]
    if cells.empty:
        return []
    # by position: rows of a table that was turned long repeat their number
    value = shown(cells.iloc[0])
    return [Finding(rule, row=int(cells.index[0]), value=value, values=_told(told), count=len(cells))]
