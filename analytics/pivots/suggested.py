"""Which chart fits the shape of a pivot, and which would say what the data do not.

Time becomes lines, or small ones side by side where there are many; one category ranked bars; two categories stacked
bars where the parts come to the whole, else a matrix of shades. What has no common unit is drawn in no chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from analytics.pivots.catalogue import MEASURES, TIMES
from analytics.pivots.table import Pivot, period
from analytics.pivots.worth import Key, Worth

POINTS_LEAST, LINES_MOST, MANY_MOST, BARS_MOST, PARTS_MOST = 2, 5, 12, 24, 5
MATRIX_ROWS, MATRIX_COLUMNS = 24, 16
PERIODS_MOST = 400
WAYS = ("lines", "many", "bars", "stack", "matrix")
Coordinates = tuple[Key | None, Key | None]


@dataclass(frozen=True)
class Suggestion:
    """The charts that fit a measure of a pivot, the best first; where none does, `reason` says why.

    The reasons: one_number, nothing, units (which `differs` names), or that of a cell that is not told.
    """

    measure: str
    ways: tuple[str, ...] = ()
    reason: str = ""
    differs: tuple[str, ...] = ()
    untold: Worth | None = None


@dataclass(frozen=True)
class Line:
    """One line over time: the codes that it is of, and its cell at each period."""

    row: Key
    column: Key
    cells: dict[str, Coordinates]


def inner(pivot: Pivot, measure: str) -> dict[Coordinates, Worth]:
    """The cells of a measure that are no totals."""
    has_rows, has_columns = bool(pivot.spec.rows), bool(pivot.spec.columns)
    return {
        (row, column): worth for (one, row, column), worth in pivot.cells.items()
        if one == measure and (row is not None) == has_rows and (column is not None) == has_columns
    }  # fmt: skip


def suggestion(pivot: Pivot, measure: str) -> Suggestion:
    """What to draw of a measure."""
    found = inner(pivot, measure)
    stated = [worth for worth in found.values() if worth.value is not None]
    if not pivot.spec.axes or len(found) < 2:
        return Suggestion(measure, reason="one_number")
    if not stated:
        untold = next((worth for worth in found.values() if worth.reason), None)
        return Suggestion(measure, reason="untold" if untold else "nothing", untold=untold)
    units = tuple(sorted({worth.unit for worth in stated}))
    if len(units) > 1:
        over_time = lines(pivot, measure)
        alone = all(len(units_of(pivot, measure, line)) < 2 for line in over_time)
        has_time = len({code for line in over_time for code in line.cells}) > 1
        return Suggestion(measure, ("many",) if has_time and alone else (), "units", units)
    return Suggestion(measure, _ways(pivot, measure))


def _ways(pivot: Pivot, measure: str) -> tuple[str, ...]:
    two_sided = bool(pivot.spec.rows and pivot.spec.columns)
    over_time = lines(pivot, measure)
    if len({code for line in over_time for code in line.cells}) > 1:
        first = ("lines", "many") if len(over_time) <= LINES_MOST else ("many",)
        first = first if len(over_time) > 1 else ("lines",)
        if not two_sided:
            return first
        are_points = median(len(line.cells) for line in over_time) < POINTS_LEAST  # a line of one point is none
        return ("matrix", *first) if are_points else (*first, "matrix")
    if not two_sided:
        return ("bars",)
    return ("stack", "matrix") if is_whole(pivot, measure) else ("matrix",)


def lines(pivot: Pivot, measure: str) -> list[Line]:
    """The lines over time, those with the largest total first; none where the axes hold no time."""
    spec = pivot.spec
    in_columns = spec.time is not None
    if not in_columns and not (spec.rows and spec.rows[-1] in TIMES):
        return []
    found: dict[tuple[Key, Key], dict[str, Coordinates]] = {}
    for row, column in inner(pivot, measure):
        code = column[-1] if in_columns else row[-1]
        own = (row or (), column[:-1]) if in_columns else (row[:-1], column or ())
        if code:
            found.setdefault(own, {})[code] = (row, column)
    made = [Line(*own, cells) for own, cells in found.items()]
    return sorted(made, key=lambda line: (-_size(pivot, measure, line), line.row, line.column))


def _size(pivot: Pivot, measure: str, line: Line) -> float:
    worths = [pivot.worth(measure, *at) for at in line.cells.values()]
    return max((abs(worth.value) for worth in worths if worth and worth.value is not None), default=0)


def units_of(pivot: Pivot, measure: str, line: Line) -> set[str]:
    """The units in which the numbers of a line stand."""
    worths = [pivot.worth(measure, *at) for at in line.cells.values()]
    return {worth.unit for worth in worths if worth and worth.value is not None}


def time_axis(pivot: Pivot) -> str:
    return pivot.spec.time or pivot.spec.rows[-1]


def periods(codes: set[str], axis: str) -> list[str]:
    """Every period from the first code to the last: one without rows is a gap in its line, not a missing step.

    Of more than `PERIODS_MOST` the newest are kept.
    """
    first, last = min(codes), max(codes)
    start, end = period(first, axis), period(last, axis)
    every = {"year": 12, "quarter": 3, "month": 1}[axis]
    last_at = end.year * 12 + end.month - 1
    found, at = [], max(start.year * 12 + start.month - 1, last_at - (PERIODS_MOST - 1) * every)
    while at <= last_at:
        year, month = f"{at // 12:04}", at % 12
        codes_at = {"year": year, "quarter": f"{year}-Q{month // 3 + 1}", "month": f"{year}-{month + 1:02}"}
        found.append(codes_at[axis])
        at += every
    return found


def is_whole(pivot: Pivot, measure: str) -> bool:
    """Whether the cells of each row come to its total, so that they may stand on one another."""
    if MEASURES[measure].fact == "indicators" or not 1 < len(pivot.column_keys) <= PARTS_MOST:
        return False
    for row in pivot.row_keys:
        parts = [pivot.worth(measure, row, column) for column in pivot.column_keys]
        held, total = [worth for worth in parts if worth], pivot.worth(measure, row, None)
        if not held or total is None:
            continue
        if total.value is None or any(worth.value is None or worth.value < 0 for worth in held):
            return False
        if abs(sum(worth.value for worth in held) - total.value) > 1e-6 * max(1.0, abs(total.value)):
            return False
    return True
