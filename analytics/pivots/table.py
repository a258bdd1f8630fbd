"""A pivot put together: rows, columns, cells and totals, each with what it is worth and why it may be worth nothing.

Totals come from the question, which works them out from the rows; nothing here adds cells up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analytics import explore
from analytics.pivots import indicators
from analytics.pivots.catalogue import MEASURES, TIMES, Measure, question_of
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.worth import Key, Worth

CELLS_MOST = 60_000  # more than that is no table that anybody reads
Ask = Callable[..., pd.DataFrame]
Side = tuple[str, Key | None]  # a measure and a column's key: what stands below one head


@dataclass(frozen=True)
class Pivot:
    """A pivot with its cells; the key None is a side's total."""

    spec: Spec
    row_keys: tuple[Key, ...]
    column_keys: tuple[Key, ...]
    cells: Mapping[tuple[str, Key | None, Key | None], Worth]
    names: Mapping[tuple[str, str], tuple[float, str]] = field(repr=False)
    is_too_large: bool = False
    asked: tuple = field(default=(), repr=False, compare=False)  # the questions that its cells answer

    def worth(self, measure: str, row: Key | None, column: Key | None) -> Worth | None:
        return self.cells.get((measure, row, column))

    def share(self, measure: str, row: Key | None, column: Key | None) -> float | None:
        """The cell's share of its row's, its column's or the whole total; None where there is none to tell."""
        of = {"row": (row, None), "column": (None, column), "all": (None, None)}.get(self.spec.share)
        if of is None:
            return None
        part, whole = self.worth(measure, row, column), self.worth(measure, *of)
        if part is None or whole is None or part.value is None or not whole.value or part.unit != whole.unit:
            return None
        return None if self.is_no_part(part) else part.value / whole.value

    def is_no_part(self, worth: Worth) -> bool:
        """Whether a number is no part of the total that a share is of: a mean, or how things stood at one time."""
        if worth.denominator is not None or worth.rule == "weighted_mean":
            return True
        over = {"row": self.spec.columns, "column": self.spec.rows}.get(self.spec.share, self.spec.axes)
        return worth.rule == "last" and any(axis in TIMES for axis in over)

    def no_parts(self) -> bool:
        """Whether shares are asked for and some numbers have none, because they are no parts of a total."""
        worths = (worth for worth in self.cells.values() if worth.value is not None)
        return bool(self.spec.share) and any(self.is_no_part(worth) for worth in worths)

    def change(self, measure: str, row: Key | None, column: Key | None) -> float | None:
        """How much more it is than in the period before; None where either is not stated, part of one, or missing."""
        before = previous(column, self.spec.time) if column and self.spec.change else None
        if before is None:
            return None
        now, then = self.worth(measure, row, column), self.worth(measure, row, before)
        if now is None or then is None or now.value is None or then.value is None or now.unit != then.unit:
            return None
        return None if now.is_partial or then.is_partial else now.value - then.value

    def most(self, measure: str) -> float:
        """The largest number in the cells of a measure: what its bars are drawn against."""
        found = [abs(w.value) for (m, row, column), w in self.cells.items()
                 if m == measure and row is not None and column is not None and w.value is not None]  # fmt: skip
        return max(found, default=0)


def columns_of(pivot: Pivot) -> list[Side]:
    """The columns of numbers, from left to right: the measures of each column, then those of the totals."""
    measures = pivot.spec.told()
    keys: list[Key | None] = [*pivot.column_keys, None]
    return [(measure, key) for key in keys for measure in measures]


def previous(key: Key, time: str | None) -> Key | None:
    """The key of the period before; None where the key has no time."""
    code = key[-1] if key and time else ""
    if not code:
        return None
    if time == "year":
        return (*key[:-1], f"{int(code) - 1:04}")
    year, part = int(code[:4]), int(code[-1] if time == "quarter" else code[5:])
    year, part = (year, part - 1) if part > 1 else (year - 1, 4 if time == "quarter" else 12)
    return (*key[:-1], f"{year:04}-Q{part}" if time == "quarter" else f"{year:04}-{part:02}")


def pivot(ask: Ask, spec: Spec, selection: object, names: Mapping[tuple[str, str], tuple[float, str]]) -> Pivot:
    """The pivot of a selection; `ask` asks a question for the current reader."""
    cells: dict[tuple[str, Key | None, Key | None], Worth] = {}
    asked: dict[str, pd.DataFrame] = {}
    questions: list[object] = []

    def noted(question: Callable, *given: object, **own: object) -> pd.DataFrame:
        answer = ask(question, *given, **own)
        questions.extend(one for one in answer.attrs.get("asked", ()) if one not in questions)
        return answer

    for one in spec.told():
        measure = MEASURES[one]
        if measure.fact == "indicators":
            cells |= indicators.cells(noted, measure, spec, selection)
            continue
        name = question_of(measure, spec.axes)
        if name not in asked:
            asked[name] = noted(getattr(explore, name), selection, rows=spec.rows, columns=spec.columns)
        if len(asked[name]) > CELLS_MOST:
            return Pivot(spec, (), (), {}, names, is_too_large=True)
        cells |= _cells(asked[name], measure, spec)
    ordered = _in_order({key for _, key, _ in cells if key is not None}, spec.rows, names)
    columns = {key for _, _, key in cells if key is not None}
    if spec.order != "name":
        ordered = _by_total(ordered, cells, spec)
    return Pivot(spec, ordered, _in_order(columns, spec.columns, names), cells, names, asked=tuple(questions))


def _cells(frame: pd.DataFrame, measure: Measure, spec: Spec) -> dict[tuple[str, Key | None, Key | None], Worth]:
    found = {}
    for row in frame.to_dict("records"):
        worth = worth_of(measure, row)
        if worth.rows == 0:
            continue
        key = None if row["over_rows"] else tuple(row[f"row_{i}"] for i in range(1, len(spec.rows) + 1))
        column = None if row["over_columns"] else tuple(row[f"column_{i}"] for i in range(1, len(spec.columns) + 1))
        found[measure.id, key, column] = worth
    return found


def worth_of(measure: Measure, row: Mapping[str, object]) -> Worth:
    """What one row of a question's answer is worth in a measure, and what keeps it from being added up."""
    rows = int(row[measure.counted])
    value = row[measure.column]
    value = None if pd.isna(value) else float(value)
    if measure.id == "recorded":
        kinds = tuple(str(row["measures"] or "").split())
        reason = "measures" if len(kinds) > 1 else "told_twice" if row["is_told_twice"] else ""
        return Worth(
            None if reason else value, rows, "" if reason else "".join(kinds), reason=reason,
            differs=kinds if reason == "measures" else (), not_stated=int(row["not_stated"]),
            is_partial=bool(row["is_partial"]),
        )  # fmt: skip
    if measure.id == "money":
        currencies, kinds = (
            tuple(text.split()) if isinstance(text, str) else () for text in (row["currencies"], row["money_kinds"])
        )
        reason = "currencies" if len(currencies) > 1 else "kinds" if len(kinds) > 1 and value is not None else ""
        unit = "".join(currencies).replace("?", "") if not reason else ""
        qualifier = row["qualifier"] if isinstance(row["qualifier"], str) else ""
        differs = {"currencies": currencies, "kinds": kinds}.get(reason, ())
        return Worth(None if reason else value, rows, unit, qualifier, reason, differs, int(row["not_stated"]))
    if measure.fact == "records":
        return Worth(value, rows, is_partial=bool(row["is_partial"]))
    return Worth(value, rows)


def _plain(text: str) -> str:
    """A name as it is sorted: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _in_order(keys: set[Key], axes: tuple[str, ...], names: Mapping) -> tuple[Key, ...]:
    """By time or by name; what is not stated comes last."""

    def place(key: Key) -> tuple:
        return tuple(_place(axis, code, names) for axis, code in zip(axes, key, strict=True))

    return tuple(sorted(keys, key=lambda key: (place(key), key)))


def _place(axis: str, code: str, names: Mapping) -> tuple:
    if axis in TIMES or (axis, code) not in names:
        return (code == "", 0.0, _plain(code))
    rank, name = names[axis, code]
    return (code == "", rank, _plain(name))


def _by_total(keys: tuple[Key, ...], cells: Mapping, spec: Spec) -> tuple[Key, ...]:
    def total(key: Key) -> float | None:
        worth = cells.get((spec.told()[0], key, None))
        return None if worth is None else worth.value

    stated = [key for key in keys if total(key) is not None]
    sign = -1 if spec.order == "most" else 1
    return (*sorted(stated, key=lambda key: sign * total(key)), *(key for key in keys if total(key) is None))


def behind(cell: Cell, spec: Spec) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The question of the rows behind a cell, the axes that it is narrowed by, and the cell's codes on them."""
    measure = MEASURES[cell.measure]
    pairs = [*zip(spec.rows, cell.row or (), strict=False), *zip(spec.columns, cell.column or (), strict=False)]
    if measure.only and measure.only[0] not in [axis for axis, _ in pairs]:
        pairs.append(measure.only)
    return measure.rows, tuple(axis for axis, _ in pairs), tuple(code for _, code in pairs)


def rows_behind(ask: Ask, cell: Cell, spec: Spec, selection: object, skip: int, most: int) -> pd.DataFrame:
    """The rows behind a cell, so many after so many, under exactly its filters."""
    if MEASURES[cell.measure].fact == "indicators":
        return indicators.rows(ask, cell, spec, selection, skip, most)
    name, axes, codes = behind(cell, spec)
    return ask(getattr(explore, name), selection, axes=axes, codes=codes, skip=skip, most=most)


def period(code: str, axis: str) -> date:
    """The first day of a period by its code."""
    month = {"year": 1, "quarter": 3 * int(code[-1]) - 2 if axis == "quarter" else 1}.get(axis) or int(code[5:7])
    return date(int(code[:4]), month, 1)
