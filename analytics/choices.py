"""What filters offer, and which codes of a selection the data does not know."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def filter_options(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per value that a filter offers, in the order in which it offers them."""
    return answer(engine, "filter_options", selection, reader)


@question
def period_bounds(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row: the first and the last day that the data states."""
    return answer(engine, "period_bounds", selection, reader)


def known_part(
    selection: Selection, options: pd.DataFrame, places: pd.DataFrame
) -> tuple[Selection, dict[str, tuple[str, ...]]]:
    """The selection less the codes that the data does not know, and those codes by filter.

    `options` and `places` are the answers of `filter_options` and `place_index`.
    """
    unknown: dict[str, tuple[str, ...]] = {}
    for name, codes in selection.active().items():
        if name == "period":
            continue
        known = set(places["place_id"] if name == "place" else options.loc[options["filter"] == name, "code"])
        if strange := tuple(code for code in codes if code not in known):
            unknown[name] = strange
            selection = replace(selection, **{name: tuple(code for code in codes if code in known)})
    return selection, unknown
