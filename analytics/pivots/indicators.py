"""Indicators in a pivot: every cell and total by the indicator's own rule, as `indicator_totals` works it out.

Different indicators are never added to each other: a cell that holds several says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analytics.aggregation import NOT_STATED, indicator_rows, indicator_totals
from analytics.pivots.catalogue import INDICATOR, KINDS, TIMES, Measure
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.worth import Key, Worth

Ask = Callable[..., pd.DataFrame]


def _asked(axes: tuple[str, ...]) -> dict[str, str]:
    """The axes as the totals are asked for: a bucket of time and up to two groups."""
    groups = [axis for axis in axes if axis not in TIMES and axis != INDICATOR]
    by, also = (*groups, "none", "none")[:2]
    return {"over": next((axis for axis in axes if axis in TIMES), "none"), "by": by, "also": also}


def _columns(axes: tuple[str, ...]) -> list[str]:
    """The column of the totals that holds the code of each axis."""
    groups = iter(("key", "also_key"))
    return ["indicator_id" if a == INDICATOR else "bucket" if a in TIMES else next(groups) for a in axes]


def cells(ask: Ask, measure: Measure, spec: Spec, selection: object) -> Mapping[tuple, Worth]:
    """The cells and totals of one measure; a total is asked for anew, never added up from cells."""
    found: dict[tuple[str, Key | None, Key | None], Worth] = {}
    for rows, columns in dict.fromkeys(((spec.rows, spec.columns), (spec.rows, ()), ((), spec.columns), ((), ()))):
        axes = rows + columns
        totals = ask(indicator_totals, selection, **_asked(axes))
        totals = totals[totals["value_kind"] == KINDS[measure.id]]
        held: dict[Key, list[Mapping]] = {}
        for row in totals.to_dict("records"):
            code = tuple("" if pd.isna(row[name]) else str(row[name]) for name in _columns(axes))
            held.setdefault(code, []).append(row)
        for code, own in held.items():
            row, column = code[: len(rows)] if rows else None, code[len(rows) :] if columns else None
            found[measure.id, row, column] = _worth(own)
    return found


def _worth(rows: list[Mapping]) -> Worth:
    counted = sum(int(row["rows_counted"]) for row in rows)
    if len(rows) > 1:
        return Worth(None, counted, reason="indicators", differs=tuple(str(row["indicator_name"]) for row in rows))
    (row,) = rows
    value, reason, qualifier = row["value"], row["reason"], row["qualifier"]
    return Worth(
        None if pd.isna(value) else float(value), counted, str(row["unit"]),
        qualifier if isinstance(qualifier, str) and qualifier != "exact" else "",
        reason if isinstance(reason, str) and pd.isna(value) else "", rule=str(row["aggregation"]),
        numerator=None if pd.isna(row["numerator"]) else float(row["numerator"]),
        denominator=None if pd.isna(row["denominator"]) else float(row["denominator"]),
    )  # fmt: skip


def rows(ask: Ask, cell: Cell, spec: Spec, selection: object, skip: int, most: int) -> pd.DataFrame:
    """The observations or records behind a cell, so many after so many."""
    pairs = [*zip(spec.rows, cell.row or (), strict=False), *zip(spec.columns, cell.column or (), strict=False)]
    axes = tuple(axis for axis, _ in pairs)
    codes = dict(zip(_columns(axes), (code for _, code in pairs), strict=True))
    indicator = codes.pop("indicator_id", None)
    return ask(
        indicator_rows, selection, indicators=(indicator,) if indicator else (), value_kind=KINDS[cell.measure],
        **_asked(axes), **{name: code or NOT_STATED for name, code in codes.items()}, skip=skip, most=most,
    )  # fmt: skip
