"""Results: what was planned and achieved, where, for whom and in which time; docs/results.md has the method."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from analytics.asking import answer, question
from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

PERIOD, TO = "period", ".."
SIDES = ("first_", "second_")
NOT_STATED, SIDES_NAMED = "not stated", 8
FORMS = {"year": re.compile(r"\d{4}"), "quarter": re.compile(r"\d{4}-Q[1-4]"), "month": re.compile(r"\d{4}-\d{2}")}
EXAMPLES = {"year": ", such as 2021", "quarter": ", such as 2021-Q2", "month": ", such as 2021-05"}
PERIODS = ("year", "quarter", "month")
GROUPS = (
    "department", "municipality", "country", "sex", "age_group", "population_group", "component", "programme",
    "partnership", "breakdown",
)  # fmt: skip


def _asked(over: str, by: str, also: str) -> dict[str, str]:
    for name, value, known in (("over", over, PERIODS), ("by", by, GROUPS), ("also", also, GROUPS)):
        if value not in ("none", *known):
            raise QuestionError(f"{name}: {value!r} is none of none, {', '.join(known)}.")
    return {"over": over, "by": by, "also": also}


@question
def indicator_results(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), over: str = "none",
    by: str = "none", also: str = "none",
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator and group: baseline, target, value, share of the way and of the time, status."""
    asked = _asked(over, by, also)
    return answer(engine, "indicator_results", selection, reader, indicators=list(indicators), **asked)


@question
def indicator_periods(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), over: str = "year",
    by: str = "none", also: str = "none",
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator and period: its value and target, and what had come together where it may be added."""
    asked = _asked(over, by, also)
    return answer(engine, "indicator_periods", selection, reader, indicators=list(indicators), **asked)


@question
def indicator_sheets(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One row per indicator: its definition, unit, measure, direction, rule, means of verification and source."""
    return answer(
        engine, "indicator_sheets", selection, reader, indicators=list(indicators), **_asked("none", "none", "none")
    )


@question
def results_comparison(
    engine: Engine, selection: Selection, reader: Reader, *, first: str, second: str, indicators: tuple[str, ...] = (),
    over: str = "none", by: str = "none", also: str = "none",
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator (and per group besides the sides): its value on two sides, and the difference.

    The sides are `over` (year, quarter or month; or period: months from one to another, such as 2019-01..2020-06) or,
    without it, `by` (a group), without both years; `first` and `second` are codes of it. What else is asked for tells
    the rows apart. Raises QuestionError for a side that is none: a missing one, a year of three digits, a code that
    the data does not know.
    """
    over = "year" if over == by == "none" else over
    asked = _asked("none" if over == PERIOD else over, by, also) | {"indicators": list(indicators)}
    if over == PERIOD:
        sides = [_of_side(engine, within(selection, side), reader, asked) for side in (first, second)]
        return _beside(*sides, indicator_sheets(engine, Selection(), reader)["indicator_id"])
    axis = by if over == "none" else over
    for name, side in (("first", first), ("second", second)):
        if not side:
            raise QuestionError(f"results_comparison needs {name}: a {axis.replace('_', ' ')}{EXAMPLES.get(axis, '')}.")
        if axis in FORMS and side != NOT_STATED and not FORMS[axis].fullmatch(side):
            raise QuestionError(f"{name}: {side!r} is no {axis}{EXAMPLES[axis]}.")
    asked |= {"sides": "key" if over == "none" else "bucket", "first": first, "second": second}
    found = answer(engine, "results_comparison", selection, reader, **asked)
    _check_empty_sides(engine, reader, found, axis, (first, second))
    return found


def _check_empty_sides(engine: Engine, reader: Reader, found: pd.DataFrame, axis: str, sides: tuple[str, str]) -> None:
    """Raises QuestionError where a side without a row is of a group that the data does not know."""
    for name, side in zip(("first", "second"), sides, strict=True):
        is_empty = found[[f"{name}_rows", f"{name}_target"]].isna().all(axis=None)
        if not is_empty or axis in FORMS or side == NOT_STATED:
            continue
        told, named = indicator_sides(engine, Selection(), reader), answer(engine, "axis_names", Selection(), reader)
        known = [*told.loc[told["axis"] == axis, "code"].unique(), *named.loc[named["axis"] == axis, "code"]]
        if side not in known:
            some = ", ".join(list(dict.fromkeys(known))[:SIDES_NAMED]) or "none"
            raise QuestionError(f"{name}: the data does not know the {axis} {side!r}. It has {some}.")


def months_of(text: str) -> tuple[str, str]:
    """The first and the last month of a period as a link says it: 2019-01..2020-06; raises QuestionError else."""
    months = tuple(text.split(TO))
    return Selection(period=months if len(months) == 2 else (text, text)).period


def within(selection: Selection, period: str) -> Selection | None:
    """The selection in a period of months as a link says it, no further than its own; None where they do not meet."""
    first, last = months_of(period)
    if selection.period is not None:
        first, last = max(first, selection.period[0]), min(last, selection.period[1])
    return replace(selection, period=(first, last)) if first <= last else None


def _of_side(engine: Engine, selection: Selection | None, reader: Reader, asked: dict[str, object]) -> pd.DataFrame:
    """All that a selection has, as the first of two sides."""
    whole = {"sides": "all", "first": "all", "second": ""} | asked
    found = answer(engine, "results_comparison", selection or Selection(), reader, **whole)
    return found if selection is not None else found.head(0)


def _beside(one: pd.DataFrame, two: pd.DataFrame, order: pd.Series) -> pd.DataFrame:
    """The first side of two answers beside each other; `order` has the indicators as they stand."""
    own = [name for name in one.columns if name.startswith(SIDES) or name in ("difference", "change_share")]
    shared = [name for name in one.columns if name not in own]
    told = [name for name in own if name.startswith(SIDES[0])]
    other = two[shared + told].rename(columns={name: SIDES[1] + name.removeprefix(SIDES[0]) for name in told})
    both = one[shared + told].merge(other, on=shared, how="outer")
    both["difference"] = both["second_value"] - both["first_value"]
    may_grow = both["first_value"].gt(0) & both["measure"].fillna("count").isin(("count", "amount"))
    both["change_share"] = (both["difference"] / both["first_value"]).where(may_grow)
    places = {key: at for at, key in enumerate(order)}
    by = both["indicator_id"].map(places)
    both = both.assign(_at=by).sort_values(["_at", "key", "also_key"], kind="stable", ignore_index=True)
    return both[one.columns]


@question
def indicator_sides(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per indicator and year, place, component, programme or group that its values or targets are told by."""
    return answer(engine, "indicator_sides", selection, reader)
