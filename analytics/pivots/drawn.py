"""A chart of a pivot as plain data: what `figure_svg` draws on the page, in a story and on paper alike.

Nothing is added up here: every number drawn is that of a cell or of a total that the question worked out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10

from analytics.pivots.catalogue import MEASURES
from analytics.pivots.spec import Cell
from analytics.pivots.suggested import (
    BARS_MOST,
    LINES_MOST,
    MANY_MOST,
    MATRIX_COLUMNS,
    MATRIX_ROWS,
    Coordinates,
    Suggestion,
    inner,
    lines,
    periods,
    time_axis,
    units_of,
)
from analytics.pivots.table import Pivot
from analytics.pivots.words import Names, measure_name, number, reason, unit_name, worth_text
from analytics.pivots.worth import Key, Worth
from analytics.wording import Words

COLOURS = ("teal", "violet", "maize", "leaf", "clay", "brick")
KINDS = {"lines": "lines", "many": "lines", "bars": "bars", "stack": "stack", "matrix": "matrix"}
NAMED_MOST = 3
UNSTATED = ("", "not_stated")


@dataclass
class Drawn:
    """A chart: the kind of figure it is, its body, and what it leaves out or must say."""

    kind: str
    body: dict = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def way_name(way: str, say: Words) -> str:
    return {
        "lines": say("Lines"), "many": say("Small lines"), "bars": say("Bars"), "stack": say("Stacked bars"),
        "matrix": say("Shades"), "table": say("Table alone"),
    }[way]  # fmt: skip


def refusal_sentence(found: Suggestion, names: Names, say: Words) -> str:
    """Why no chart is drawn; empty where there is nothing to explain."""
    if found.reason == "units":
        told = say.listing([unit_name(one, say, names) or say("no unit stated") for one in found.differs])
        return say("No chart: {what} have no scale in common.", what=told)
    if found.reason == "untold" and found.untold is not None:
        return say("No chart: {why}", why=reason(found.untold, names, say))
    return ""


def drawn(pivot: Pivot, measure: str, way: str, names: Names, say: Words) -> Drawn:
    """The chart of a measure in one of the ways that fit it."""
    draw = _Draw(pivot, measure, names, say)
    made = {
        "lines": lambda: draw.lines(LINES_MOST, is_many=False), "many": lambda: draw.lines(MANY_MOST, is_many=True),
        "bars": draw.bars, "stack": draw.stack, "matrix": draw.matrix,
    }[way]()  # fmt: skip
    return made


def scale(values: list[float], say: Words) -> list[list]:
    """The marks of an axis that holds these values and zero, each with its words."""
    return [[value, say.number(value)] for value in _ticks(min([0.0, *values]), max([0.0, *values]))]


class _Draw:
    def __init__(self, pivot: Pivot, measure: str, names: Names, say: Words) -> None:
        self.pivot, self.measure, self.names, self.say = pivot, measure, names, say
        self.colour = MEASURES[measure].colour

    def worth(self, at: Coordinates) -> Worth | None:
        return self.pivot.worth(self.measure, *at)

    def opens(self, row: Key | None, column: Key | None) -> str:
        return Cell(self.measure, row, column).text()

    def named(self, row: Key | None, column: Key | None) -> str:
        spec = self.pivot.spec
        sides = [(spec.rows, row), (spec.columns, column)]
        return " · ".join(self.names.key(axes, key, self.say) for axes, key in sides if axes and key) or measure_name(
            self.measure, self.say
        )

    def told(self, at: Coordinates) -> str:
        """A cell in words, for whoever points at it."""
        return f"{self.named(*at)}: {worth_text(self.worth(at), self.names, self.say)}"

    def lines(self, most: int, *, is_many: bool) -> Drawn:
        held, axis = lines(self.pivot, self.measure), time_axis(self.pivot)
        shown, spec = held[:most], self.pivot.spec
        codes = {code for line in shown for code in line.cells}
        steps = periods(codes, axis)
        colours = [self.colour, *(one for one in COLOURS if one != self.colour)]
        values: list[float] = []
        series, units = [], [next(iter(units_of(self.pivot, self.measure, line)), "") for line in shown]
        is_apart = len({unit for unit in units if unit}) > 1
        for i, line in enumerate(shown):
            at = [line.cells.get(code) for code in steps]
            worths = [self.worth(one) if one else None for one in at]
            own = [None if worth is None else worth.value for worth in worths]
            values += [value for value in own if value is not None]
            sides = ((spec.rows[: len(line.row)], line.row), (spec.columns[: len(line.column)], line.column))
            label = " · ".join(self.names.key(axes, key, self.say) for axes, key in sides if key)
            if is_apart and units[i]:
                label += f" ({unit_name(units[i], self.say, self.names)})"
            series.append({
                "label": label or measure_name(self.measure, self.say), "values": own,
                "colour": self.colour if is_many else colours[i % len(colours)],
                "words": [number(worth, self.say) if worth else "" for worth in worths],
                "partial": [bool(worth and worth.is_partial) for worth in worths],
                "opens": [self.opens(*one) if one else "" for one in at],
                "told": [self.told(one) if one else "" for one in at],
            })  # fmt: skip
            if is_apart:
                series[-1]["ticks"] = self._scale([value for value in own if value is not None])
        body = {
            "x": [self.names.of(axis, code, self.say) for code in steps], "series": series, "many": is_many,
            "ticks": self._scale(values),
        }  # fmt: skip
        notes = self._lines_notes(len(held), len(shown), is_many, is_apart)
        if min(codes) < steps[0]:
            say = self.say
            notes.insert(0, say("The newest {n} periods; the table has them all.", n=say.number(len(steps))))
        return Drawn("lines", body, notes)

    def _scale(self, values: list[float]) -> list[list]:
        return scale(values, self.say)

    def _lines_notes(self, all_: int, shown: int, is_many: bool, is_apart: bool) -> list[str]:
        say, notes = self.say, []
        if all_ > shown:
            notes.append(say("The {n} largest of {all}; the table has them all.", n=say.number(shown),
                             all=say.number(all_)))  # fmt: skip
        undated = [w for at, w in inner(self.pivot, self.measure).items() if "" in self._time_codes(at)]
        if undated:
            rows = sum(worth.rows for worth in undated)
            notes.append(say.many("{n} row without a date stands in no line.",
                                  "{n} rows without a date stand in no line.", rows))  # fmt: skip
        notes.append(say("A gap is a period of which nothing is recorded, which is not zero."))
        if is_many:
            notes.append(say("Each has a scale of its own.") if is_apart else say("All have the same scale."))
        return notes

    def _time_codes(self, at: Coordinates) -> tuple[str, ...]:
        row, column = at
        return (column[-1],) if self.pivot.spec.time else (row[-1],)

    def bars(self) -> Drawn:
        held = inner(self.pivot, self.measure)
        stated = sorted((at for at in held if held[at].value is not None), key=lambda at: (-held[at].value, str(at)))
        shown = stated[:BARS_MOST]
        most = max(held[at].value for at in shown)
        rows = [
            {"label": self.named(*at), "value": held[at].value, "words": number(held[at], self.say),
             "stands_out": False, "opens": self.opens(*at), "told": self.told(at)}
            for at in shown
        ]  # fmt: skip
        body = {"rows": rows, "max": max(most, 0), "colour": self.colour, "axis": measure_name(self.measure, self.say)}
        say, notes = self.say, self._left_out([at for at in held if held[at].value is None])
        if len(stated) > len(shown):
            notes.append(say("The {n} largest of {all}; the table has them all.", n=say.number(len(shown)),
                             all=say.number(len(stated))))  # fmt: skip
        return Drawn("bars", body, notes)

    def _left_out(self, cells: list[Coordinates]) -> list[str]:
        """The cells without a number, with the reason of each."""
        say = self.say
        told = [f"{self.named(*at)} ({reason(self.worth(at), self.names, say)})" for at in cells[:NAMED_MOST]]
        if len(cells) > NAMED_MOST:
            told.append(say.many("{n} more", "{n} more", len(cells) - NAMED_MOST))
        return [say("Without a number: {what}.", what="; ".join(told))] if told else []

    def stack(self) -> Drawn:
        pivot, say = self.pivot, self.say
        colours = [self.colour, *(one for one in COLOURS if one != self.colour)]
        totals = {row: pivot.worth(self.measure, row, None) for row in pivot.row_keys}
        ordered = sorted((row for row in totals if totals[row] and totals[row].value is not None),
                         key=lambda row: (-totals[row].value, row))  # fmt: skip
        rows = []
        for row in ordered[:BARS_MOST]:
            worths = [pivot.worth(self.measure, row, column) for column in pivot.column_keys]
            rows.append({
                "label": self.names.key(pivot.spec.rows, row, say), "words": number(totals[row], say),
                "parts": [worth.value if worth else 0 for worth in worths],
                "opens": [self.opens(row, column) for column in pivot.column_keys],
                "told": [self.told((row, column)) for column in pivot.column_keys],
            })  # fmt: skip
        parts = [{"label": self.names.key(pivot.spec.columns, key, say),
                  "colour": "soft" if key[-1] in UNSTATED else colours[i]}
                 for i, key in enumerate(pivot.column_keys)]  # fmt: skip
        notes = []
        if len(ordered) > len(rows):
            notes.append(say("The {n} largest of {all}; the table has them all.", n=say.number(len(rows)),
                             all=say.number(len(ordered))))  # fmt: skip
        body = {"rows": rows, "parts": parts, "max": max(totals[row].value for row in ordered)}
        return Drawn("stack", body, notes)

    def matrix(self) -> Drawn:
        pivot, say = self.pivot, self.say
        rows, columns = self._largest(pivot.row_keys, MATRIX_ROWS, 0), self._largest(
            pivot.column_keys, MATRIX_COLUMNS, 1
        )  # fmt: skip
        values = [w.value for w in inner(pivot, self.measure).values() if w.value is not None]
        most = max(map(abs, values), default=0) or 1
        lines_ = []
        for row in rows:
            worths = [pivot.worth(self.measure, row, column) for column in columns]
            lines_.append({
                "label": self.names.key(pivot.spec.rows, row, say), "group": "",
                "cells": ["" if w is None else number(w, say) or "–" for w in worths],
                "shades": [None if w is None or w.value is None else round(abs(w.value) / most, 3) for w in worths],
                "opens": [self.opens(row, column) if w else "" for w, column in zip(worths, columns, strict=True)],
                "told": [self.told((row, column)) if w else "" for w, column in zip(worths, columns, strict=True)],
            })  # fmt: skip
        notes = [say("Empty: nothing recorded, which is not zero.")]
        if MEASURES[self.measure].fact not in ("indicators",) and not self._adds():
            notes.append(say("What stands in two cells counts once in the total, so nothing is stacked."))
        if len(rows) < len(pivot.row_keys) or len(columns) < len(pivot.column_keys):
            notes.append(say("The largest rows and columns; the table has them all."))
        body = {"columns": [self.names.key(pivot.spec.columns, key, say) for key in columns], "rows": lines_,
                "colour": self.colour, "heat": True}  # fmt: skip
        return Drawn("matrix", body, notes)

    def _adds(self) -> bool:
        """Whether the cells of each row come to its total."""
        for row in self.pivot.row_keys:
            total = self.pivot.worth(self.measure, row, None)
            parts = [self.pivot.worth(self.measure, row, column) for column in self.pivot.column_keys]
            stated = [worth.value for worth in parts if worth and worth.value is not None]
            if total and total.value is not None and abs(sum(stated) - total.value) > 1e-6 * max(1, abs(total.value)):
                return False
        return True

    def _largest(self, keys: tuple[Key, ...], most: int, side: int) -> tuple[Key, ...]:
        """The keys with the largest totals, in the order of the table."""
        if len(keys) <= most:
            return keys

        def total(key: Key) -> float:
            worth = self.pivot.worth(self.measure, *((key, None) if side == 0 else (None, key)))
            return worth.value if worth and worth.value is not None else -1.0

        kept = set(sorted(keys, key=lambda key: (-total(key), key))[:most])
        return tuple(key for key in keys if key in kept)


def _ticks(low: float, high: float) -> list[float]:
    """Three to five round numbers that hold what lies between the two."""
    wide = (high - low) or 1.0
    rough = wide / 3
    size = 10 ** floor(log10(rough))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough)
    step = max(step, 1) if high >= 2 else step
    first = floor(low / step)
    found, at = [], first
    while not found or found[-1] < high:
        value = round(at * step, 6)
        found.append(int(value) if float(value).is_integer() else value)
        at += 1
    return found
