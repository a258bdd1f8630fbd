"""How a pivot reads: the names of its codes, its numbers with their units, and why a total is not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import reading_quality, reading_records, reading_results
from analytics.columns import CODES
from analytics.pivots.catalogue import AXES, MEASURES, TIMES
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.table import Pivot, period
from analytics.pivots.worth import Key, Worth
from analytics.wording import Words

MAX_NAMED = 3


@dataclass(frozen=True)
class Names:
    """The names of codes: those that the data know (`axis_names`), and those of data sets."""

    known: Mapping[tuple[str, str], tuple[float, str]]
    datasets: Mapping[str, str]

    def of(self, axis: str, code: str, say: Words) -> str:
        """A code in words; an empty one is "not stated"."""
        if code == "":
            return say("not stated")
        if axis in TIMES:
            return _time(axis, code, say)
        if (axis, code) in self.known:
            return self.known[axis, code][1]
        if axis == "dataset":
            return self.datasets.get(code, code)
        if axis == "money_kind":
            return reading_quality.money_kind(code, say)
        if axis in CODES and code in CODES[axis]:
            return CODES[axis][code](say)
        return code

    def key(self, axes: tuple[str, ...], key: Key | None, say: Words) -> str:
        """The codes of a side in words; a side's total says so."""
        if key is None:
            return say("Total")
        return " · ".join(self.of(axis, code, say) for axis, code in zip(axes, key, strict=True))

    def worded(self, rows: pd.DataFrame, say: Words) -> pd.DataFrame:
        """The rows behind a cell with their codes in words."""
        coded = [name for name in ("dataset", "money_kind", "sex", "population_group") if name in rows]
        said = {
            name: rows[name].map(lambda code, axis=name: self.of(axis, code, say) if isinstance(code, str) else None)
            for name in coded
        }
        worded = rows.assign(**said)
        worded.attrs = rows.attrs
        return worded


def _time(axis: str, code: str, say: Words) -> str:
    if axis == "year":
        return code
    if axis == "quarter":
        return say("Q{n} {year}", n=code[-1], year=code[:4])
    return say.day(period(code, axis))


def rounded(value: float) -> float:
    return reading_records.rounded(value)


def number(worth: Worth, say: Words) -> str:
    """The number of a cell with its qualifier; empty where it holds none."""
    if worth.value is None:
        return ""
    told = say.number(rounded(worth.value))
    if worth.qualifier == "over":
        return say("over {number}", number=told)
    if worth.qualifier == "about":
        return say("about {number}", number=told)
    return told


def unit_name(unit: str, say: Words, names: Names | None = None) -> str:
    """A measure, a currency or the unit of an indicator as it stands behind a number."""
    if names and ("unit", unit) in names.known and not unit.isupper():  # a currency keeps its three letters
        name = names.known["unit", unit][1]
        return name if name[:2].isupper() else name[:1].lower() + name[1:]  # US dollars keep their capitals
    return CODES["measure"][unit](say) if unit in CODES["measure"] else unit


def unit_beside(worth: Worth, say: Words, names: Names | None = None) -> str:
    """The unit behind the number of a cell: one case, two cases."""
    if worth.value is not None and rounded(worth.value) == 1 and worth.unit in reading_records.MEASURES:
        return reading_records.MEASURES[worth.unit](say, 1).removeprefix(f"{say.number(1)} ")
    return unit_name(worth.unit, say, names)


def reason(worth: Worth, names: Names, say: Words) -> str:
    """Why a cell has rows and no number: what must not be added up, or a count that nobody stated."""
    if worth.reason == "measures":
        told = say.listing([unit_name(one, say) for one in worth.differs])
        return say("{what} are different things and are not added up.", what=told.capitalize())
    if worth.reason == "told_twice":
        return say("Two data sets record the same issue and may tell the same events: not added up.")
    if worth.reason == "currencies":
        told = say.listing([say("no currency stated") if one == "?" else one for one in worth.differs])
        return say("{what}: currencies are not added up.", what=told)
    if worth.reason == "indicators":
        return say("Different indicators are not added up: put the indicator into rows or columns.")
    if worth.reason in reading_results.REASONS:
        return reading_results.REASONS[worth.reason](say)
    if worth.reason == "kinds":
        told = say.listing([names.of("money_kind", one, say) for one in worth.differs[:MAX_NAMED]])
        return say("{what} are different things and are not added up.", what=told)
    if worth.value is None and worth.rows:
        return say.many("{n} row, its count not stated", "{n} rows, their count not stated", worth.rows)
    return ""


def measure_name(one: str, say: Words) -> str:
    return MEASURES[one].label(say)


def axis_name(axis: str, say: Words) -> str:
    return AXES[axis](say)


def title(spec: Spec, say: Words) -> str:
    """What is counted by what: "Activities by department and year"."""
    what = say.listing([measure_name(one, say) for one in spec.measures])
    by = [axis_name(axis, say).lower() for axis in spec.axes]
    return say("{what} by {axes}", what=what, axes=say.listing(by)) if by else what


def cell_title(cell: Cell, spec: Spec, names: Names, say: Words) -> str:
    """A cell in words: its measure, then its codes."""
    parts = [measure_name(cell.measure, say)]
    parts += [names.key(axes, key, say) for axes, key in ((spec.rows, cell.row), (spec.columns, cell.column)) if key]
    return " · ".join(parts)


def worth_text(worth: Worth | None, names: Names, say: Words) -> str:
    """All that a cell says, in one line: for what is read aloud, and for exports."""
    if worth is None:
        return say("nothing recorded")
    if worth.value is None:
        return reason(worth, names, say)
    told = f"{number(worth, say)} {unit_beside(worth, say, names)}".strip()
    if worth.not_stated:
        told += "; " + say.many("{n} row, its count not stated", "{n} rows, their count not stated", worth.not_stated)
    if worth.is_partial:
        told += "; " + say("not a whole year")
    return told


def untold_sentences(spec: Spec, say: Words) -> list[str]:
    """Which measures the axes keep out of the pivot."""
    return [
        say("{measure} cannot be broken down by {axes} and is left out.", measure=measure_name(one, say),
            axes=say.listing([axis_name(axis, say).lower() for axis in axes]))
        for one, axes in spec.untold().items()
    ]  # fmt: skip


def meanings(spec: Spec, say: Words) -> list[tuple[str, str]]:
    """Each measure with what it means and how it is added up."""
    return [(measure_name(one, say), MEASURES[one].meaning(say)) for one in spec.measures]


def total_sentence(pivot: Pivot, names: Names, say: Words) -> str:
    """The whole in words: each measure's total, or why there is none."""
    told = []
    for one in pivot.spec.told():
        worth = pivot.worth(one, None, None)
        told.append(f"{measure_name(one, say)}: {worth_text(worth, names, say).rstrip('.')}")
    return ". ".join(told)
