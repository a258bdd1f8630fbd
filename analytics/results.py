"""Results: what was planned and achieved, where, for whom and in which time; docs/results.md has the method."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

ALL = {"over": "none", "by": "none", "also": "none"}
PLACES = ("department", "municipality", "country")
PEOPLE = ("sex", "age_group", "population_group")
GROUPS = (*PLACES, *PEOPLE, "component", "programme", "partnership", "breakdown")
PERIODS = ("year", "quarter", "month")
STATUSES = ("reached", "on_track", "behind", "far_behind", "away", "not_computable", "no_value", "no_target")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise QuestionError(f"{name}: {value!r} is none of {', '.join(known)}.")
    return value


@question
def indicator_results(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), by: str = "none"
) -> pd.DataFrame:
    """One row per indicator and group: baseline, target, value, share of the way and of the time, status."""
    asked = ALL | {"by": _one_of("by", by, ("none", *GROUPS))}
    return answer(engine, "indicator_results", selection, reader, indicators=list(indicators), **asked)


@question
def indicator_periods(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), over: str = "year"
) -> pd.DataFrame:
    """One row per indicator and period: its value and target, and what had come together where it may be added."""
    asked = ALL | {"over": _one_of("over", over, PERIODS)}
    return answer(engine, "indicator_periods", selection, reader, indicators=list(indicators), **asked)


@question
def indicator_sheets(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One row per indicator: its definition, unit, measure, direction, rule, means of verification and source."""
    return answer(engine, "indicator_sheets", selection, reader, indicators=list(indicators))


@question
def results_comparison(
    engine: Engine, selection: Selection, reader: Reader, *, first: str, second: str, across: str = "year",
    indicators: tuple[str, ...] = (),
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator: its value in two periods, places, components, programmes or groups, and the difference.

    `across` is what the two are: year, quarter or month, or a group; `first` and `second` are codes of it.
    """
    _one_of("across", across, (*PERIODS, *GROUPS))
    asked = ALL | ({"over": across} if across in PERIODS else {"by": across}) | {"first": first, "second": second}
    return answer(engine, "results_comparison", selection, reader, indicators=list(indicators), **asked)
