"""Totals of indicators by their own rule: the one aggregation that the Results page, Explore and the shell share.

A total is worked out by `sql/parts/indicator_cells.sql` for any time, place and group. `indicator_totals` asks it
with one bucket of time and up to two groups; a question of another module may use the part in its own `.sql` file
instead (`-- uses: indicator_cells`, binding $indicators, $over, $by and $also). `indicator_rows` opens the rows
behind a total under the same filters: their number is the total's `rows_counted`, and by the rule they come to its
`value`.

The rules: sum adds (of cumulative values the latest of each place and group); last adds the latest of each place
where the measure is a count or an amount; weighted_mean divides numerators by denominators; distinct counts each
person or place once, from its records; none is not totalled. Where the rule forbids a total there is no value and
`reason` says why: no_weights, not_added, not_totalled, targets_differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.asking import answer, one_of, question
from analytics.paging import days_of, days_until
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

OVER = ("none", "year", "quarter", "month")
GROUPS = (
    "none", "country", "department", "municipality", "component", "programme", "partnership", "sex", "age_group",
    "population_group", "breakdown",
)  # fmt: skip
VALUE_KINDS = ("actual", "target", "baseline", "published_total")
ROWS_MOST = 50_000  # rows behind a total that come at once
NOT_STATED = "not stated"  # the key of a cell whose rows do not state it
REASONS = ("no_weights", "not_added", "not_totalled", "targets_differ")


def _asked(over: str, by: str, also: str) -> dict[str, str]:
    return {"over": one_of("over", over, OVER), "by": one_of("by", by, GROUPS), "also": one_of("also", also, GROUPS)}


@question
def indicator_totals(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), over: str = "none",
    by: str = "none", also: str = "none",
) -> pd.DataFrame:  # fmt: skip
    """One row per indicator, kind of value, time and pair of groups: its total by the indicator's own rule.

    `over` is a bucket of time, `by` and `also` are groups. A row without bucket or key has rows that do not state it.
    """
    return answer(engine, "indicator_totals", selection, reader, indicators=list(indicators), **_asked(over, by, also))


@question
def indicator_rows(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (),
    value_kind: str = "actual",
    over: str = "none", by: str = "none", also: str = "none", bucket: str = "", key: str = "", also_key: str = "",
    skip: int = 0, most: int = ROWS_MOST,
) -> pd.DataFrame:  # fmt: skip
    """One row per observation or record behind a total; `counts` says whether the rule takes its value.

    The cell is the one that `indicator_totals` has under the same over, by and also; empty is all of them. Its
    `rows_counted` says how many there are: at most `most` of them come, after the first `skip`.
    """
    cell = {"bucket": bucket, "key": key, "also_key": also_key, "skip": skip, "most": most}
    kind = one_of("value_kind", value_kind, VALUE_KINDS)
    tried = [days_of(bucket)]
    if kind == "actual" and bucket != NOT_STATED:
        cell_of_months = {"by": by, "also": also, "key": key, "also_key": also_key}
        months = months_of_indicators(engine, selection, reader, indicators=indicators, **cell_of_months)
        tried = days_until(months, tried[0], skip + most, is_all=len(indicators) == 1)
    asked = {"indicators": list(indicators), "value_kind": kind} | _asked(over, by, also) | cell
    for first, last in tried:
        rows = answer(engine, "indicator_rows", selection, reader, first_on=first, last_on=last, **asked)
        if len(rows) == most:
            break
    return rows


@question
def months_of_indicators(
    engine: Engine, selection: Selection, reader: Reader, *, indicators: tuple[str, ...] = (), by: str = "none",
    also: str = "none", key: str = "", also_key: str = "",
) -> pd.DataFrame:  # fmt: skip
    """One row per month in which indicators count activities, their places or people; `listed`: how many rows."""
    asked = {"indicators": list(indicators), "key": key, "also_key": also_key} | _asked("month", by, also)
    return answer(engine, "months_of_indicators", selection, reader, **asked)


@dataclass(frozen=True)
class Standing:
    """What a mean stands at: that of the rows of its last period."""

    rows_counted: int
    value: float
    numerator: float
    denominator: float


def standing_of(rows: pd.DataFrame, measure: str | None) -> Standing | None:
    """What the rows behind a mean come to at their end; None where there is no mean of them."""
    last = rows[rows["is_last_period"].fillna(False).astype(bool)]
    times = 100 if measure == "percentage" else 1
    below = last["denominator"].sum()
    if last.empty or not below or last["denominator"].fillna(0).eq(0).any():
        return None
    above = last["numerator"].fillna(last["value"] * last["denominator"] / times).sum()
    return Standing(len(last), times * above / below, above, below)


def cell_of(totals: pd.DataFrame, kind: str, bucket: str = "", key: str = "") -> object | None:
    """The row of `indicator_totals` that a cell is: its kind, bucket and key as `indicator_rows` takes them."""
    said = {name: totals[name].astype(object).where(totals[name].notna(), NOT_STATED) for name in ("bucket", "key")}
    found = totals[(totals["value_kind"] == kind) & (said["bucket"] == bucket) & (said["key"] == key)]
    return next(found.itertuples(index=False), None)
