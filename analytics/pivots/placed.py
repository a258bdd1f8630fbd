"""The layer of the map that shows what a pivot counts, where it counts by place."""

from __future__ import annotations

import pandas as pd

from analytics.maps.layers import LayerSpec
from analytics.pivots.catalogue import INDICATOR, MEASURES, PLACES, TIMES
from analytics.pivots.spec import Cell
from analytics.pivots.table import Pivot

RESULTS = {"result_actual": "actual", "result_target": "target", "result_baseline": "baseline"}


def codes(pivot: Pivot, axis: str, cell: Cell | None) -> tuple[str, ...]:
    """The codes that a pivot has on an axis; of the open cell alone where it says one."""
    for axes, key, keys in (
        (pivot.spec.rows, cell and cell.row, pivot.row_keys),
        (pivot.spec.columns, cell and cell.column, pivot.column_keys),
    ):
        if axis in axes:
            at = axes.index(axis)
            return (key[at],) if key else tuple(dict.fromkeys(one[at] for one in keys if one[at]))
    return ()


def layer(pivot: Pivot, measure: str, cell: Cell | None, issues: tuple[str, ...], recorded: pd.DataFrame) -> str:
    """The layer as a link writes it; empty where there is no place, or more than one layer would be needed.

    `issues` are those of the selection; `recorded` is the answer of `recorded_issues`.
    """
    if not any(axis in PLACES for axis in pivot.spec.axes):
        return ""
    fact = MEASURES[measure].fact
    if fact == "activities":
        return LayerSpec("activities", method="natural").to_text()
    if fact == "people":
        return "people"
    if fact == "issues":
        one = codes(pivot, "issue", cell) or issues
        return f"listed:{one[0]}" if len(one) == 1 else "issues"
    if fact == "money":
        return _money(pivot, measure, cell)
    if fact == "indicators":
        one = codes(pivot, INDICATOR, cell)
        return f"indicator:{one[0]}:{RESULTS[measure]}" if len(one) == 1 and measure in RESULTS else ""
    return _recorded(pivot, cell, issues, recorded)


def _money(pivot: Pivot, measure: str, cell: Cell | None) -> str:
    units = {w.unit for (one, _, _), w in pivot.cells.items() if one == measure and w.unit}
    currencies = codes(pivot, "currency", cell) or tuple(units)
    kinds = codes(pivot, "money_kind", cell)
    if len(currencies) != 1 or len(kinds) > 1:
        return ""
    return ":".join(("money", *currencies, *kinds))


def _recorded(pivot: Pivot, cell: Cell | None, issues: tuple[str, ...], recorded: pd.DataFrame) -> str:
    held = recorded
    for axis, column in (("issue", "issue_type_id"), ("dataset", "dataset"), ("measure", "measure")):
        if one := codes(pivot, axis, cell) or (issues if axis == "issue" else ()):
            held = held[held[column].isin(one)]
    if len(held) != 1:
        return ""
    row = held.iloc[0]
    return LayerSpec("recorded", (row["issue_type_id"], row["dataset"], row["measure"])).to_text()


def step(pivot: Pivot, cell: Cell | None) -> dict[str, str]:
    """The step of time of the open cell, as the address of the map holds it."""
    axis = next((axis for axis in pivot.spec.axes if axis in TIMES), "")
    own = codes(pivot, axis, cell) if axis and cell else ()
    return {"steps": axis, "step": own[0]} if len(own) == 1 and own[0] else {}


def area(pivot: Pivot, cell: Cell | None, index: pd.DataFrame) -> str:
    """The one country in which the places of the pivot lie; empty where they lie in several, or are countries."""
    axis = next(axis for axis in pivot.spec.axes if axis in PLACES)
    if axis == "country" and not cell:
        return ""
    inside = index[index["place_id"].isin(codes(pivot, axis, cell))]
    countries = inside["country_code"].dropna().unique()
    return str(countries[0]) if len(countries) == 1 else ""
