"""Cells into a frame: values put into classes over every step, digits, legend, table and what is missing.

A cell is one row of a frame with `place_id`, `step`, `value`, `numerator`, `denominator`, `state`, `is_partial` and
`evidence`. A place without a cell has no data; a cell without a value says in `state` why.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.maps.classes import breaks, places_in
from analytics.maps.frames import (
    ABSENT,
    DIGITS,
    LIMITED,
    NO_DATA,
    NOT_COMPUTABLE,
    NOT_STATED,
    RESERVED,
    TABLE,
    TWICE,
    VALUE,
    ZERO,
    ClassSign,
    Hatch,
    MapFrame,
    Step,
    Unplaced,
)  # fmt: skip
from analytics.maps.layers import LayerSpec, View
from analytics.maps.legends import interval_words, step_label
from analytics.palette import Look, diverging, ramp
from analytics.wording import Words

CELLS = ("place_id", "step", "value", "numerator", "denominator", "state", "is_partial", "evidence", "category")
STATES = (LIMITED, NOT_STATED, TWICE, NOT_COMPUTABLE, RESERVED, ABSENT, NO_DATA)
PATTERNS = {
    NOT_STATED: "hatch", TWICE: "hatch", NOT_COMPUTABLE: "dots", RESERVED: "hatch", LIMITED: "fill", NO_DATA: "outline",
    ABSENT: "outline",
}  # fmt: skip


@dataclass(frozen=True)
class Category:
    """A class that is no interval: what the cells' `category` says, drawn in its own way."""

    key: str
    colour: str
    words: str
    pattern: str = "fill"


@dataclass(frozen=True)
class Made:
    """What a layer hands over to be made a frame: its cells, and all that is said of it."""

    cells: pd.DataFrame
    title: str
    unit: str
    question: str
    style: str
    colour: str
    has_zero: bool = False  # a stated zero is a class of its own
    notes: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    hatches: tuple[Hatch, ...] = ()
    partial_notes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # of states and classes, in place of the usual
    steps: tuple[str, ...] = ()  # the steps in order, where they are not those of the cells
    categories: tuple[Category, ...] = ()  # the classes, where they are no intervals of values
    extra: tuple[str, ...] = ()  # further columns of the cells that the table shows
    corners: tuple[str, ...] = ()
    axes: tuple[tuple[str, ...], ...] = ()
    is_illustrative: bool = False
    is_change: bool = False
    hatch_words: str = ""


def cells_of(rows: list[dict] | pd.DataFrame, extra: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows as cells: columns that they lack are empty, a row without a state has a value or is not stated."""
    frame = pd.DataFrame(rows)
    for column in CELLS:
        if column not in frame:
            frame[column] = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    for column in ("value", "numerator", "denominator"):
        frame[column] = pd.to_numeric(frame[column], errors="coerce").astype("float64")
    state = frame["state"].astype(object)
    usual = np.where(frame["value"].notna() | frame["category"].notna(), VALUE, NOT_STATED)
    frame["state"] = state.where(state.notna(), usual)
    frame.loc[~frame["state"].isin([VALUE, LIMITED]), "value"] = np.nan
    frame["is_partial"] = frame["is_partial"].eq(True)
    return frame[[*CELLS, *extra]]


def filled(made: Made, places: pd.DataFrame, spec: LayerSpec, view: View, look: Look, say: Words) -> MapFrame:
    """The frame of a layer over every place of the level, in the order of `places`."""
    keys = made.steps or tuple(sorted(made.cells["step"].dropna().unique())) or ("all",)
    codes = tuple(places["place_id"])
    cells = made.cells[made.cells["place_id"].isin(codes) & made.cells["step"].isin(keys)]
    painter = Painter(made, spec, look, say, cells)
    by_step = {key: frame.set_index("place_id") for key, frame in cells.groupby("step")}
    steps, tables = [], []
    for key in keys:
        own = by_step.get(key, cells.iloc[:0].set_index("place_id")).reindex(list(codes))
        step, table = painter.step(key, own, places, is_fixed=view.scale == "fixed")
        steps.append(step)
        tables.append(table)
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(TABLE))
    notes = (*made.notes, *painter.notes)
    most = float(cells["value"].abs().max()) if cells["value"].notna().any() else 0.0
    frame = MapFrame(
        spec, view, made.title, made.unit, view.level, codes, tuple(places["place_name"]), spec.style or made.style,
        made.colour, tuple(steps), (), table, made.question, notes, made.unplaced, made.hatches, most=most,
        corners=made.corners, axes=made.axes, is_illustrative=made.is_illustrative,
        hatch_words=(made.hatch_words or say("something here is placed no finer")) if made.hatches else "",
    )  # fmt: skip
    shown = frame.step(frame.shown).classes if steps else ()
    return replace(frame, classes=shown)


class Painter:
    """Puts the values of a layer into classes, with one scale for every step or one for each."""

    def __init__(self, made: Made, spec: LayerSpec, look: Look, say: Words, cells: pd.DataFrame) -> None:
        self.made, self.spec, self.look, self.say = made, spec, look, say
        self.notes: list[str] = []
        self.states = [state for state in STATES if state == NO_DATA or (cells["state"] == state).any()]
        known = cells.loc[cells["state"].eq(VALUE), "value"].dropna()
        self.is_whole = bool((known == known.round()).all())
        self.fixed = self._bounds(known.to_numpy())
        is_short = 2 <= len(self.fixed) <= spec.k and spec.method not in ("own", "diverging")
        if is_short and not made.categories:
            self.notes.append(say("Fewer classes than asked for: many places have the same value."))

    def _bounds(self, values: np.ndarray) -> tuple[float, ...]:
        return breaks(values[values != 0] if self.made.has_zero else values, self.spec)

    def step(self, key: str, own: pd.DataFrame, places: pd.DataFrame, *, is_fixed: bool) -> tuple[Step, pd.DataFrame]:
        """One step with its legend, and its rows of the table."""
        values = own["value"].to_numpy(dtype=float)
        bounds = self.fixed if is_fixed else self._bounds(values[own["state"].eq(VALUE).to_numpy()])
        signs = self._signs(bounds)
        found = places_in(values, bounds)
        state = own["state"].astype(object).where(own["state"].notna(), NO_DATA).to_numpy()
        kinds = [sign.kind for sign in signs]
        first = kinds.index(VALUE) if VALUE in kinds else 0
        number = np.array([kinds.index(s) if s != VALUE else 0 for s in state], dtype=int)
        is_value = state == VALUE
        number[is_value] = self._categories(own)[is_value] if self.made.categories else found[is_value] + first
        if self.made.has_zero and ZERO in kinds:
            number[is_value & (values == 0)] = kinds.index(ZERO)
        counts = np.bincount(number, minlength=len(signs))
        counted = tuple(replace(sign, n=int(n)) for sign, n in zip(signs, counts, strict=True))
        partial = bool(own["is_partial"].eq(True).any())
        step = Step(
            key, step_label(key, self.say), "".join(DIGITS[n] for n in number),
            tuple(None if np.isnan(v) else float(v) for v in values), partial, self.made.partial_notes.get(key, ""),
            counted,
        )  # fmt: skip
        names = np.array([sign.words for sign in signs], dtype=object)[number]
        return step, self._table(key, own, places, state, names)

    def _categories(self, own: pd.DataFrame) -> np.ndarray:
        keys = {category.key: i for i, category in enumerate(self.made.categories)}
        return own["category"].map(keys).fillna(0).astype(int).to_numpy()

    def _table(
        self, key: str, own: pd.DataFrame, places: pd.DataFrame, state: np.ndarray, names: np.ndarray
    ) -> pd.DataFrame:
        return pd.DataFrame({
            "step": key, "place_id": places["place_id"].to_numpy(), "place_name": places["place_name"].to_numpy(),
            "parent_name": places["parent_name"].to_numpy(), "value": own["value"].to_numpy(dtype=float),
            "numerator": own["numerator"].to_numpy(dtype=float),
            "denominator": own["denominator"].to_numpy(dtype=float),
            "state": state, "class_name": names, "is_partial": own["is_partial"].eq(True).to_numpy(),
            "evidence": own["evidence"].to_numpy(dtype=object),
            **{name: _whole_or_words(own[name]) for name in self.made.extra},
        }, columns=[*TABLE, *self.made.extra])  # fmt: skip

    def _signs(self, bounds: tuple[float, ...]) -> list[ClassSign]:
        """The classes in the order of the legend: zero, the values from little to much, then what is no value."""
        signs: list[ClassSign] = []
        for kind in self.made.categories:
            signs.append(replace(self._sign(len(signs), kind.colour, kind.words, VALUE), pattern=kind.pattern))
        if self.made.categories:
            bounds = ()
        elif self.made.has_zero:
            words = self.made.words.get(ZERO) or zero_words(self.say)
            signs.append(self._sign(len(signs), self.look["empty"], words, ZERO, 0.0, 0.0))
        pairs = list(pairwise(bounds))
        for (low, high), colour, is_first in zip(pairs, self._colours(pairs), [True, *[False] * 9], strict=False):
            shown = -1.0 if self.made.is_change and self.is_whole and low < high == 0 else high  # no change is no value
            words = interval_words(low, shown, self.say, is_whole=self.is_whole, is_first=is_first)
            signs.append(self._sign(len(signs), colour, words, VALUE, low, high))
        for state in self.states:
            colour = {NO_DATA: "paper", ABSENT: "paper", RESERVED: "mute", LIMITED: "land"}.get(state, "soft")
            words = self.made.words.get(state) or state_words(state, self.say)
            signs.append(self._sign(len(signs), self.look[colour], words, state))
        return signs

    def _sign(
        self, number: int, colour: str, words: str, kind: str, low: float | None = None, high: float | None = None
    ) -> ClassSign:
        return ClassSign(DIGITS[number], colour, words, 0, kind, PATTERNS.get(kind, "fill"), low, high)

    def _colours(self, pairs: list[tuple[float, float]]) -> tuple[str, ...]:
        if self.spec.method != "diverging" or not pairs:
            return ramp(self.made.colour, len(pairs), self.look.dark)
        middle = self.spec.middle or 0.0
        below = sum(high <= middle for _, high in pairs)
        above = sum(low >= middle for low, _ in pairs)
        return diverging(below, above, self.look.dark, has_middle=below + above < len(pairs))


def _whole_or_words(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    """A further column of the table: whole numbers, or words."""
    return column.astype("Int64" if pd.api.types.is_numeric_dtype(column) else object).array


def coarser_hatches(rows: pd.DataFrame, column: str, places: pd.DataFrame, say: Words) -> tuple[Hatch, ...]:
    """The areas in which something is placed no finer: of each the most in any step, for steps are not added up."""
    names = dict(zip(places["place_id"], places["place_name"], strict=True))
    most = rows[rows["coarser_id"].notna()].groupby("coarser_id")[column].max()
    return tuple(
        Hatch(code, names.get(code, code), int(n),
              say("{place}: {n} placed no finer", place=names.get(code, code), n=say.number(int(n))))
        for code, n in most.items()
    )  # fmt: skip


def timeless_notes(steps: int, hatches: tuple[Hatch, ...], unplaced: tuple[Unplaced, ...], say: Words) -> list[str]:
    """What is said of hatches and of what is not on the map where they do not change with the steps of time."""
    if steps < 2 or not (hatches or unplaced):
        return []
    return [say("What is hatched, or counted as not on the map, is of all the time chosen, not of one step.")]


def zero_words(say: Words) -> str:
    return say("none (a stated zero)")


def state_words(state: str, say: Words) -> str:
    """What a class that is no value is called."""
    return {
        NO_DATA: lambda: say("no data: no row for the place"),
        NOT_STATED: lambda: say("not stated: a row without a value"),
        TWICE: lambda: say("stated twice: which row holds is not known"),
        NOT_COMPUTABLE: lambda: say("not computable"),
        RESERVED: lambda: say("reserved"),
        LIMITED: lambda: say("limited change"),
        ABSENT: lambda: say("not listed: not listed is not absent"),
    }[state]()
