"""The rows behind a total where sources state them one by one: `indicator_rows` of targets, baselines and values."""

from __future__ import annotations

from datetime import date

import numpy as np

from analytics.arrays.chosen import Chosen, UnansweredError, day_of
from analytics.arrays.counted import counted_groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.results import asked_for
from analytics.arrays.saying import Columns, answers, column, days, taken, words
from analytics.arrays.stated import Kept, stated_kept

NOT_STATED = "not stated"


@standing
def counted(held: Held) -> set[str]:
    """The indicators whose actual values are counted from records, by code."""
    table = held["indicators"]
    pairs = zip(table["indicator_id"].tolist(), table["counted_from"].tolist(), strict=True)
    return {code for code, source in pairs if source is not None}


def are_counted(held: Held, indicators: list[str]) -> bool:
    """Whether one of these indicators (none named: of all) is counted from records."""
    return bool(counted(held).intersection(indicators) if indicators else counted(held))


@standing
def names_of_lists(held: Held) -> dict[tuple[str, str], tuple[str, str]]:
    """What sexes and groups of people are called, by list and code."""
    table = held["code_lists"]
    columns = (table[name].tolist() for name in ("list", "code", "name_en", "name_es"))
    return {(own, code): (en, es) for own, code, en, es in zip(*columns, strict=True)}


@standing
def rows_in_order(held: Held) -> np.ndarray:
    """Where each stated value stands among all, as rows behind a total are shown."""
    table = held["stated_values"]
    last = np.iinfo(np.int32).max
    begin, end, place = (
        np.where(own < 0 if name == "place_id" else own == NONE, last, own)
        for name, own in (
            ("start_on", table["start_on"]), ("end_on", table["end_on"]), ("place_id", table.codes("place_id"))
        )
    )  # fmt: skip
    order = np.lexsort((table.codes("reference"), place, end, begin))
    found = np.empty(table.rows, dtype=np.int64)
    found[order] = np.arange(table.rows)
    return found


def in_cell(own: Kept, asked: tuple[str, str, str]) -> np.ndarray:
    """The kept values in the cells of this time and these groups (empty: of any)."""
    found = np.ones(len(own.way.row_of), dtype=bool)
    for told, wanted in zip(own.way.words, asked, strict=True):
        if wanted:
            codes = {wanted, None} if wanted == NOT_STATED else {wanted}
            found &= np.array([one in codes for one in told.tolist()], dtype=bool)
    return found[own.cell]


def named(chosen: Chosen, list_name: str, codes: np.ndarray) -> np.ndarray:
    """The names of codes of a list, in the reader's language."""
    known, which = names_of_lists(chosen.held), 1 if chosen.params["lang"] == "es" else 0
    return column(known.get((list_name, code), (None, None))[which] for code in codes.tolist())


@answers
def indicator_rows(
    chosen: Chosen, indicators: list[str], value_kind: str, over: str, by: str, also: str, bucket: str, key: str,
    also_key: str, skip: int, most: int, first_on: date | None, last_on: date | None,
) -> Columns:  # fmt: skip
    """Actual values of indicators that count records, and titles of activities, are told by the rows alone."""
    held = chosen.held
    if value_kind == "actual" and are_counted(held, indicators):
        raise UnansweredError("records")
    table, own = held["stated_values"], stated_kept(chosen, over, by, also)
    found = (table["kind"][own.rows] == value_kind) & in_cell(own, (bucket, key, also_key))
    if indicators:
        found &= np.isin(table.codes("indicator_id")[own.rows], codes_among(table.values("indicator_id"), indicators))
    start_on = table["start_on"][own.rows]
    for bound, passes in ((first_on, np.greater_equal), (last_on, np.less_equal)):
        if bound is not None:
            found &= (start_on != NONE) & passes(start_on, day_of(bound))
    places = np.flatnonzero(found)
    places = places[np.argsort(rows_in_order(held)[own.rows[places]])][skip : skip + most]
    if (table.codes("activity_id")[own.rows[places]] >= 0).any():
        raise UnansweredError("activities")
    return told(chosen, own, places)


@answers
def months_of_indicators(
    chosen: Chosen, indicators: list[str], over: str, by: str, also: str, key: str, also_key: str
) -> Columns:
    own = counted_groups(chosen, over, by, also)
    found: dict[str, int] = {}
    wanted = asked_for(chosen, own.indicator, indicators)
    columns = (values[wanted].tolist() for values in (own.bucket, own.key, own.also_key, own.atoms))
    for bucket, *keys, atoms in zip(*columns, strict=True):
        told = (NOT_STATED if code is None else code for code in keys)
        if bucket is not None and all(one in ("", code) for one, code in zip((key, also_key), told, strict=True)):
            found[bucket] = found.get(bucket, 0) + atoms
    months = sorted(found)
    return {"month": column(months), "listed": np.array([found[month] for month in months], dtype=np.int64)}


def codes_among(known: np.ndarray, wanted: list[str]) -> list[int]:
    among = set(wanted)
    return [code for code, one in enumerate(known.tolist()) if one in among]


def told(chosen: Chosen, own: Kept, places: np.ndarray) -> Columns:
    """These places among the values that are kept, in the columns of the question."""
    held = chosen.held
    table, rows = held["stated_values"], own.rows[places]

    def plain(*names: str) -> Columns:
        return {name: table[name][rows] for name in names}

    def name_in(other: str, key: str) -> np.ndarray:
        return taken(words(held[other], "name", chosen), held.refers("stated_values", key, other)[rows])

    rule = table["aggregation"][rows]
    is_by_latest = (rule == "last") | ((rule == "sum") & table["is_cumulative"][rows])
    nothing = np.full(len(rows), None)
    return (
        plain("indicator_id")
        | {"value_kind": table["kind"][rows], "start_on": days(table["start_on"][rows])}
        | {"end_on": days(table["end_on"][rows])}
        | plain("place_id")
        | {"place_name": name_in("places", "place_id"), "component_name": name_in("components", "component_id")}
        | {"sex_name": named(chosen, "sex", table["sex"][rows])}
        | plain("age_group")
        | {"group_name": named(chosen, "population_group", table["population_group"][rows])}
        | plain("breakdown")
        | {"activity_title": nothing}
        | plain("value", "numerator", "denominator", "qualifier")
        | {
            "thing": nothing,
            "counts": np.where(is_by_latest, own.is_latest[places], True),
            "is_last_period": np.ma.array(own.is_last[places], mask=rule != "weighted_mean"),
            "evidence": table["reference"][rows],
        }
    )
