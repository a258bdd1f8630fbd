"""Results: what was planned and achieved, where, for whom and in which time; docs/results.md has the method."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

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
    engine: Engine, selection: Selection, reader: Reader, *, first: str = "", second: str = "",
    indicators: tuple[str, ...] = (), over: str = "none", by: str = "none", also: str = "none",
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator: its value in two periods, places, components, programmes or groups, and the difference.

    What the two are is `over` (a period) or, without it, `by` (a group); `first` and `second` are codes of it.
    """
    sides = _asked(over, by, also) | {"first": first, "second": second}
    return answer(engine, "results_comparison", selection, reader, indicators=list(indicators), **sides)


@question
def indicator_sides(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per indicator and year, place, component, programme or group that its values or targets are told by."""
    return answer(engine, "indicator_sides", selection, reader)
