"""Recorded against done: two numbers of each municipality in one colour, and the corners of their legend in words.

Rows of the legend are what is recorded (few, some, many: terciles of the municipalities with something recorded),
columns the activities recorded at municipality level (none, some, many). Work that is recorded for a department as a
whole is drawn beside it. No activity recorded is not no response.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.maps.deck import mixed
from analytics.maps.filling import Category, Made, cells_of
from analytics.maps.frames import NOT_STATED, VALUE, Hatch
from analytics.maps.legends import figure, told_apart
from analytics.palette import Look, bivariate
from analytics.wording import Words

ONLY_DONE = "done"
SIDE = 3
MOST_NAMED = 5
PALE = 0.14  # where nothing is recorded the colour of what is done is only a tint: the question is another


def recorded_done_map(answer: pd.DataFrame, issue: str, unit: str, dataset: str, look: Look, say: Words) -> Made:
    """The bivariate layer over the answer of `recorded_against_done`; `unit` says what is counted."""
    is_recorded = answer["record_rows"].gt(0)
    low, high = _thirds(answer.loc[is_recorded, "total"].dropna().to_numpy(dtype=float))
    many = _middle(answer.loc[answer["activities"].gt(0), "activities"].to_numpy(dtype=float))
    category, state = [], []
    for row in answer.itertuples(index=False):
        if row.record_rows == 0:
            category.append(ONLY_DONE)
        else:
            across = 0 if row.activities == 0 else 1 if row.activities <= many else 2
            down = 0 if pd.isna(row.total) or row.total <= low else 1 if row.total <= high else 2
            category.append(f"{down}{across}")
        state.append(NOT_STATED if row.record_rows and pd.isna(row.total) else VALUE)
    extra = ("record_rows", "activities", "department_activities")
    axes = _axes((low, high), many, say)
    cells = cells_of(pd.DataFrame({
        "place_id": answer["place_id"], "step": "all", "value": answer["total"], "numerator": answer["total"],
        "state": state, "category": category, "evidence": answer["evidence"],
        **{name: answer[name].astype("Int64") for name in extra},
    }), extra)  # fmt: skip
    return Made(
        cells, say("Where is “{issue}” recorded and no activity with it?", issue=issue), unit, "recorded_against_done",
        "fill", "brick", notes=(say("Data set: {name}", name=dataset), *_notes(answer, say)),
        hatches=_departments(answer, say), categories=_kinds(axes, look, say), extra=extra, axes=axes,
        corners=corners(say), words={"no_data": say("nothing recorded of either")},
        hatch_words=say("activities recorded for the department as a whole"),
    )  # fmt: skip


def corners(say: Words) -> tuple[str, ...]:
    """The four corners of the legend: few and no activity, few and many, many and no activity, many and many."""
    return (
        say("few recorded, no activity"), say("few recorded, many activities"), say("many recorded, no activity"),
        say("many recorded, many activities"),
    )  # fmt: skip


def _thirds(values: np.ndarray) -> tuple[float, float]:
    return (
        tuple(float(np.quantile(values, share, method="lower")) for share in (1 / 3, 2 / 3)) if len(values) else (0, 0)
    )


def _middle(values: np.ndarray) -> float:
    return float(np.quantile(values, 0.5, method="lower")) if len(values) else 0.0


def _axes(bounds: tuple[float, float], many: float, say: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows of the legend from few to many recorded, and its columns from no activity to many, in words."""
    low, high = (figure(bound, say) for bound in bounds)
    down = (
        say("up to {high} recorded", high=low), say("over {low} to {high} recorded", low=low, high=high),
        say("over {low} recorded", low=high),
    )  # fmt: skip
    most = say.number(int(many))
    across = (
        say("no activity recorded at municipality level"), say("up to {n} activities", n=most),
        say("over {n} activities", n=most),
    )  # fmt: skip
    return down, across


def _kinds(axes: tuple[tuple[str, ...], tuple[str, ...]], look: Look, say: Words) -> tuple[Category, ...]:
    down, across = axes
    colours = bivariate(look.dark)
    kinds = [
        Category(f"{i}{j}", colours[i * SIDE + j], f"{down[i]} · {across[j]}") for i in range(SIDE) for j in range(SIDE)
    ]
    return (*kinds, Category(ONLY_DONE, mixed(look["teal"], look["paper"], PALE), say("activities, nothing recorded")))


def _notes(answer: pd.DataFrame, say: Words) -> tuple[str, ...]:
    """The highest counts without an activity by name, and what their absence does not mean."""
    without = answer[answer["record_rows"].gt(0) & answer["activities"].eq(0)].head(MOST_NAMED)
    apart = told_apart(without["place_name"], without["department_name"], answer["place_name"], say)
    names = [
        say("{place} ({n})", place=name, n=say.quantity(total))
        for name, total in zip(apart, without["total"], strict=True)
    ]  # fmt: skip
    told = say("No activity recorded here is not no response: work can be recorded for the department as a whole, or "
               "nowhere. Activities of any time and partnership count.")  # fmt: skip
    if not names:
        return (told,)
    return (
        say("The highest recorded counts without an activity at municipality level: {places}.",
            places=say.listing(names)),
        told,
    )  # fmt: skip


def _departments(answer: pd.DataFrame, say: Words) -> tuple[Hatch, ...]:
    """Departments with work recorded for them as a whole."""
    own = answer[answer["department_activities"].gt(0)].drop_duplicates("department_id")
    return tuple(
        Hatch(row.department_id, row.department_name, int(row.department_activities), say.many(
            "{place}: {n} activity recorded for the department as a whole",
            "{place}: {n} activities recorded for the department as a whole",
            int(row.department_activities), place=row.department_name))
        for row in own.itertuples(index=False)
    )  # fmt: skip
