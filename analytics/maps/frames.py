"""What a layer of a map shows, before any pixel: a class and a value for each place and step of time, and the legend.

A frame holds the same numbers three times over, from one source: as class digits (what is painted), as values (what a
tooltip says) and as a table (what is read, sorted and taken away).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.maps.layers import LayerSpec, View

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"  # one character for each class
# States of a place that are no value, each a class with a look and a word of its own.
NO_DATA, NOT_STATED, TWICE, NOT_COMPUTABLE, RESERVED, LIMITED = (
    "no_data", "not_stated", "twice", "not_computable", "reserved", "limited",
)  # fmt: skip
VALUE, ZERO, ABSENT = "value", "zero", "absent"
TABLE = (
    "step", "place_id", "place_name", "parent_name", "value", "numerator", "denominator", "state", "class_name",
    "is_partial", "evidence",
)  # fmt: skip


@dataclass(frozen=True)
class ClassSign:
    """A class of a frame: its digit, how it is drawn, its words, how many places are in it at the step shown.

    `kind` is value, zero or one of the states that are no value; `pattern` is fill, hatch, dots or outline. Of a class
    of values `low` and `high` are its bounds, the upper one belonging to it.
    """

    digit: str
    colour: str
    words: str
    n: int
    kind: str = VALUE
    pattern: str = "fill"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Step:
    """A step of time: one digit and one value (None: no value) for each code of the frame, in its order.

    `partial_note` says which part of it the source covers, where it is not whole. `classes` are the legend with the
    counts of this step; their bounds are the same in every step where the scale is fixed.
    """

    key: str
    label: str
    digits: str
    values: tuple[float | None, ...]
    is_partial: bool = False
    partial_note: str = ""
    classes: tuple[ClassSign, ...] = ()


@dataclass(frozen=True)
class Unplaced:
    """What is not on the map although it passes the filters: how many, why (no_place, coarser, no_step …), in words."""

    reason: str
    n: int
    words: str


@dataclass(frozen=True)
class Hatch:
    """An area in which something lies that is placed no finer: hatched, with what it says."""

    place_id: str
    place_name: str
    n: float
    words: str


@dataclass(frozen=True)
class Points:
    """Points in the order in which they are drawn, as arrays: `position` is lon, lat, lon, lat … (float32), `group` the
    digit of each one's class (uint8), `weight` what it counts (float32), `step` the index of its step (uint16)."""

    position: np.ndarray
    group: np.ndarray
    weight: np.ndarray
    step: np.ndarray

    def __len__(self) -> int:
        return len(self.group)


@dataclass(frozen=True)
class Cells:
    """Hexagons of a grid: the centre of each (lon, lat), how many events lie in it, and what was left out."""

    size_deg: float
    centres: np.ndarray
    counts: np.ndarray
    hidden_cells: int
    hidden_events: int


@dataclass(frozen=True)
class Arc:
    """A flow from one place to another: what it says, and what it counts."""

    from_id: str
    to_id: str
    start: tuple[float, float]
    end: tuple[float, float]
    n: float
    words: str


@dataclass(frozen=True)
class MapFrame:
    """A layer as a map draws it; see the module. `codes` are the places, in the order of every step's digits.

    `most` is the largest value of all steps: a circle's area is value / most of the largest circle's. `table` has a row
    for each place and step, `question` names the question behind it.
    """

    layer: LayerSpec
    view: View
    title: str
    unit: str
    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    style: str
    colour: str
    steps: tuple[Step, ...]
    classes: tuple[ClassSign, ...]
    table: pd.DataFrame
    question: str
    notes: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    hatches: tuple[Hatch, ...] = ()
    hatch_words: str = ""  # what a hatched area means, for the legend
    points: Points | None = None
    point_signs: tuple[ClassSign, ...] = ()  # the legend of the points, by their group
    cells: Cells | None = None  # instead of points where single events are not shown
    arcs: tuple[Arc, ...] = ()
    most: float = 0.0
    is_illustrative: bool = False
    corners: tuple[str, ...] = ()  # of a bivariate legend in words: few and none, few and many, many and none, both
    until: str = ""  # the year of the version: what is foreseen for later is there, and not what is shown first
    axes: tuple[tuple[str, ...], ...] = ()  # its rows from few to many and its columns from none to many, in words

    @property
    def is_empty(self) -> bool:
        """Nothing to show: no value in any step, no point, no flow, no hatched area."""
        has_value = any(sign.kind in (VALUE, ZERO) and sign.n for step in self.steps for sign in self.signs(step.key))
        has_cells = self.cells is not None and len(self.cells.counts)
        return not (
            has_value or has_cells or self.hatches or self.arcs or (self.points is not None and len(self.points))
        )

    @property
    def shown(self) -> str:
        """The step to begin with: the last whole one that is not yet to come, else the last."""
        whole = [step.key for step in self.steps if not step.is_partial]
        past = [key for key in whole if not self.until or not key[:4].isdigit() or key[:4] <= self.until]
        return (past or whole or [step.key for step in self.steps] or [""])[-1]

    def step(self, key: str) -> Step:
        """A step by its key; raises KeyError."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def signs(self, key: str) -> tuple[ClassSign, ...]:
        """The legend of a step, with how many places are in each class then."""
        return self.step(key).classes or self.classes

    def taken(self, key: str) -> pd.DataFrame:
        """The same to take along: of a difference with both values under their own names."""
        rows = (self.twin(key) if self.steps else self.table).drop(columns=["step"])
        both = {"value": "change", "numerator": "after", "denominator": "before"}
        return rows.rename(columns=both) if self.is_change else rows

    @property
    def is_change(self) -> bool:
        """Whether it is the difference of two frames: its only step is `first~second`."""
        return bool(self.steps) and "~" in self.steps[0].key

    def twin(self, key: str) -> pd.DataFrame:
        """The table of one step: a row for each place, those with values first, the highest first."""
        rows = self.table[self.table["step"] == key]
        return rows.sort_values(["value", "place_name", "place_id"], ascending=[False, True, True], na_position="last")
