"""Results: totals of indicators by their rules, where each stands, over time and side by side; as the questions say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.arrays.chosen import Chosen, UnansweredError, kept
from analytics.arrays.counted import contributed_groups, counted_groups
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, coded, standing
from analytics.arrays.saying import Columns, answers, column, days, numbered, whole, words
from analytics.arrays.stated import value_groups
from analytics.arrays.totals import KINDS, Grouped

ACTUAL, BASELINE, PUBLISHED, TARGET = range(len(KINDS))
QUALIFIERS = np.array(["exact", "about", "over"], dtype=object)
WAYS = ("things", "mean", "added", "latest", "alike")
SUMMED = ("count", "amount")


@dataclass(frozen=True)
class Rules:
    """What the rules look at of each row of `indicators_named`."""

    aggregation: np.ndarray
    measure: np.ndarray
    is_cumulative: np.ndarray
    is_summed: np.ndarray
    owner: np.ndarray
    rank: np.ndarray


@standing
def rules(held: Held) -> Rules:
    table = held["indicators_named"]
    line = np.where(table["line"] == NONE, np.iinfo(np.int64).max, table["line"])
    order = np.lexsort((table.codes("indicator_id"), line, table["partnership_position"]))
    rank = np.empty(table.rows, dtype=np.int64)
    rank[order] = np.arange(table.rows)
    measure = table["measure"]
    return Rules(
        table["aggregation"], measure, np.asarray(table["is_cumulative"] == True, dtype=bool),  # noqa: E712 (or None)
        np.array([one in SUMMED for one in measure.tolist()], dtype=bool), table.codes("owner_id"), rank,
    )  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """A total for each indicator, kind of value, bucket of time and pair of keys; see the part `indicator_cells`."""

    of: Grouped
    value: np.ndarray
    standing: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    reason: np.ndarray


@kept
def indicator_cells(chosen: Chosen, over: str, by: str, also: str) -> Totals:
    parts = (make(chosen, over, by, also) for make in (value_groups, counted_groups, contributed_groups))
    of = Grouped.all_of(*parts)
    own = rules(chosen.held)
    rule, measure = own.aggregation[of.indicator], own.measure[of.indicator]
    cumulative, counts = own.is_cumulative[of.indicator], own.is_summed[of.indicator]
    counts = counts | np.array([one is None for one in measure.tolist()], dtype=bool)
    is_sum, is_last, is_mean = rule == "sum", rule == "last", rule == "weighted_mean"
    is_planned = (of.kind == TARGET) | (of.kind == BASELINE)
    way = np.select(
        [
            (rule == "distinct") & of.is_counted,
            is_mean & (of.without_weight == 0),
            is_sum & ~cumulative & (of.kind != BASELINE),
            is_sum | (is_last & counts),
            of.atoms == 1,
            is_planned & (rule != "distinct") & (of.least_latest == of.most_latest),
            (of.series == 1) & is_last,
            of.kind == TARGET,
            is_mean,
            rule == "none",
        ],
        [
            "things",
            "mean",
            "added",
            "latest",
            "added",
            "alike",
            "latest",
            "targets_differ",
            "no_weights",
            "not_totalled",
        ],
        "not_added",
    )
    factor = np.where(measure == "percentage", 100, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = [factor * of.numerators / of.denominators, factor * of.last_numerators / of.last_denominators]
    value, standing_at = (
        np.select([way == one for one in WAYS], [of.things, mean, of.added, of.added_latest, of.least_latest], np.nan)
        for mean in means
    )
    is_mean = way == "mean"
    reason = np.where(np.isin(way, WAYS), None, way.astype(object))
    numerator, denominator = (np.where(is_mean, one, np.nan) for one in (of.numerators, of.denominators))
    return Totals(of, value, standing_at, numerator, denominator, reason)


@dataclass(frozen=True)
class Side:
    """One kind of value in the rows of `Standings`: `rows` is 0 where there is none of it."""

    value: np.ndarray
    total: np.ndarray
    reason: np.ndarray
    from_on: np.ndarray
    to_on: np.ndarray
    rows: np.ndarray
    looseness: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray


@dataclass(frozen=True)
class Standings:
    """Where each indicator stands in each group and time; see the part `indicator_standings`."""

    indicator: np.ndarray
    bucket: np.ndarray
    key: np.ndarray
    also_key: np.ndarray
    sides: tuple[Side, ...]
    as_of: np.ndarray
    achieved: np.ndarray
    elapsed: np.ndarray
    pace: np.ndarray
    status: np.ndarray


@kept
def indicator_standings(chosen: Chosen, over: str, by: str, also: str) -> Standings:
    cells, own = indicator_cells(chosen, over, by, also), rules(chosen.held)
    of = cells.of
    told = [coded(values) for values in (of.bucket, of.key, of.also_key)]
    groups = Groups(of.indicator, *(codes for codes, _ in told))
    indicator, *codes = groups.keys
    bucket, key, also_key = (np.append(known, [None])[own] for own, (_, known) in zip(codes, told, strict=True))
    sides = tuple(side_of(cells, groups, kind) for kind in range(len(KINDS)))
    owner = Groups(own.owner[indicator])
    as_of = owner.most(sides[ACTUAL].to_on)[owner.of]
    achieved = achieved_share(chosen.held, indicator, sides)
    elapsed = elapsed_share(sides[TARGET], as_of)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.where(elapsed > 0, achieved / elapsed, np.nan)
    status = np.select(
        [
            np.isnan(sides[TARGET].value), np.isnan(sides[ACTUAL].value), np.isnan(achieved), achieved >= 1,
            np.isnan(pace), pace >= 0.95, pace >= 0.6, achieved >= 0,
        ],
        ["no_target", "no_value", "not_computable", "reached", "not_computable", "on_track", "behind", "far_behind"],
        "away",
    ).astype(object)  # fmt: skip
    return Standings(indicator, bucket, key, also_key, sides, as_of, achieved, elapsed, pace, status)


def side_of(cells: Totals, groups: Groups, kind: int) -> Side:
    """One kind of value, of which a group has a row at most."""
    rows = np.flatnonzero(cells.of.kind == kind)
    at = groups.of[rows]

    def placed(values: np.ndarray, empty: object) -> np.ndarray:
        found = np.full(groups.count, empty, dtype=values.dtype)
        found[at] = values[rows]
        return found

    of = cells.of
    return Side(
        placed(cells.standing, np.nan), placed(cells.value, np.nan), placed(cells.reason, None),
        placed(of.first_on, NONE), placed(of.last_on, NONE), placed(of.atoms, 0), placed(of.looseness, -1),
        placed(cells.numerator, np.nan), placed(cells.denominator, np.nan),
    )  # fmt: skip


def achieved_share(held: Held, indicator: np.ndarray, sides: tuple[Side, ...]) -> np.ndarray:
    """How much of the way from the baseline to the target is done; without a baseline a count begins at nothing."""
    baseline, target, actual = (sides[kind].value for kind in (BASELINE, TARGET, ACTUAL))
    descending = held["indicators_named"]["direction"][indicator] == "descending"
    begins_at_nothing = rules(held).is_summed[indicator] & ~descending
    begin = np.nan_to_num(baseline)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (actual - begin) / (target - begin)
    unknown = (np.isnan(baseline) & ~begins_at_nothing) | (target == begin)
    return np.where(unknown, np.nan, share)


def elapsed_share(target: Side, as_of: np.ndarray) -> np.ndarray:
    """How much of the target's time has passed on the last day that any value of the programme tells of."""
    begin, end = target.from_on, target.to_on
    unknown = (begin == NONE) | (end == NONE) | (as_of == NONE)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (as_of.astype(float) - begin) / (end.astype(float) - begin)
    return np.select([unknown, as_of >= end, as_of <= begin], [np.nan, 1.0, 0.0], share)


@standing
def group_words(held: Held) -> dict[str, dict[str, tuple[str, str]]]:
    """What the codes of each axis are called, in English and in Spanish."""
    table, found = held["group_names"], {}
    columns = (table[name].tolist() for name in ("axis", "code", "name_en", "name_es"))
    for axis, code, *names in zip(*columns, strict=True):
        found.setdefault(axis, {})[code] = tuple(names)
    return found


def called(chosen: Chosen, axis: str, codes: np.ndarray) -> np.ndarray:
    """The names of groups in the reader's language; None where there is none."""
    known = group_words(chosen.held).get(axis, {})
    at = 1 if chosen.params["lang"] == "es" else 0
    return column(known[code][at] if code in known else None for code in codes.tolist())


def in_order(held: Held, indicator: np.ndarray, *texts: np.ndarray) -> np.ndarray:
    """The order in which rows are shown: by indicator, then by words, None last."""
    keys = []
    for text in texts:
        codes, known = coded(text)
        keys.append(np.where(codes < 0, len(known), codes))
    return np.lexsort((*reversed(keys), rules(held).rank[indicator]))


def asked_for(chosen: Chosen, indicator: np.ndarray, indicators: list[str]) -> np.ndarray:
    """The rows of the indicators that are asked for; all where none is named."""
    if not indicators:
        return np.ones(len(indicator), dtype=bool)
    wanted = set(indicators)
    codes = chosen.held["indicators_named"]["indicator_id"].tolist()
    return np.array([code in wanted for code in codes], dtype=bool)[indicator]


def rows_told(side: Side, rows: np.ndarray) -> np.ndarray:
    return whole(side.rows[rows], side.rows[rows] == 0)


def qualifier(side: Side, rows: np.ndarray) -> np.ndarray:
    return np.append(QUALIFIERS, [None])[side.looseness[rows]]


@answers
def indicator_results(chosen: Chosen, indicators: list[str], over: str, by: str, also: str) -> Columns:
    held, stand = chosen.held, indicator_standings(chosen, over, by, also)
    table = held["indicators_named"]
    actual, target, published = (stand.sides[kind] for kind in (ACTUAL, TARGET, PUBLISHED))
    order = in_order(held, stand.indicator, stand.bucket, stand.key, stand.also_key)
    told = (actual.rows > 0) | (target.rows > 0) | (published.rows > 0)
    rows = order[(told & asked_for(chosen, stand.indicator, indicators))[order]]
    of = stand.indicator[rows]
    key = stand.key[rows]
    return {
        "indicator_id": table["indicator_id"][of],
        "indicator_name": words(table, "name", chosen)[of],
        "partnership_id": table["partnership_id"][of],
        "partnership_name": words(table, "partnership_name", chosen)[of],
        "programme_id": table["programme_id"][of],
        "programme_name": words(table, "programme_name", chosen)[of],
        "bucket": stand.bucket[rows],
        "key": key,
        "key_name": called(chosen, by, key),
        "unit": table["unit"][of],
        "unit_name": words(table, "unit_name", chosen)[of],
        "measure": table["measure"][of],
        "direction": table["direction"][of],
        "aggregation": table["aggregation"][of],
        "is_cumulative": rules(held).is_cumulative[of],
        "baseline": stand.sides[BASELINE].value[rows],
        "target": target.value[rows],
        "target_reason": target.reason[rows],
        "target_from_on": days(target.from_on[rows]),
        "target_to_on": days(target.to_on[rows]),
        "target_rows": rows_told(target, rows),
        "actual": actual.value[rows],
        "total": actual.total[rows],
        "actual_reason": actual.reason[rows],
        "actual_rows": rows_told(actual, rows),
        "actual_qualifier": qualifier(actual, rows),
        "actual_from_on": days(actual.from_on[rows]),
        "actual_to_on": days(actual.to_on[rows]),
        "numerator": actual.numerator[rows],
        "denominator": actual.denominator[rows],
        "published": published.value[rows],
        "published_reason": published.reason[rows],
        "published_rows": rows_told(published, rows),
        "published_qualifier": qualifier(published, rows),
        "achieved_share": stand.achieved[rows],
        "elapsed_share": stand.elapsed[rows],
        "pace_share": stand.pace[rows],
        "status": stand.status[rows],
        "as_of": days(stand.as_of[rows]),
        "evidence": table["evidence"][of],
    }


@answers
def indicator_totals(chosen: Chosen, indicators: list[str], over: str, by: str, also: str) -> Columns:
    held, cells = chosen.held, indicator_cells(chosen, over, by, also)
    table, of = held["indicators_named"], cells.of
    kinds = column(KINDS)[of.kind]
    order = in_order(held, of.indicator, kinds, of.bucket, of.key, of.also_key)
    rows = order[asked_for(chosen, of.indicator, indicators)[order]]
    indicator, key, also_key = of.indicator[rows], of.key[rows], of.also_key[rows]
    return {
        "indicator_id": table["indicator_id"][indicator],
        "indicator_name": words(table, "name", chosen)[indicator],
        "value_kind": kinds[rows],
        "bucket": of.bucket[rows],
        "key": key,
        "key_name": called(chosen, by, key),
        "also_key": also_key,
        "also_name": called(chosen, also, also_key),
        "value": cells.value[rows],
        "numerator": cells.numerator[rows],
        "denominator": cells.denominator[rows],
        "qualifier": QUALIFIERS[of.looseness[rows]],
        "reason": cells.reason[rows],
        "rows_counted": of.atoms[rows].astype(np.int64),
        "series": of.series[rows].astype(np.int64),
        "first_on": days(of.first_on[rows]),
        "last_on": days(of.last_on[rows]),
        "aggregation": table["aggregation"][indicator],
        "measure": table["measure"][indicator],
        "unit": table["unit"][indicator],
        "evidence": table["evidence"][indicator],
    }


def so_far(values: np.ndarray, groups: Groups) -> np.ndarray:
    """What had come together in each group up to each row; `nan` where there was nothing yet. Rows are in order."""
    found = np.full(len(values), np.nan)
    sums: dict[int, float] = {}
    for row, (group, value) in enumerate(zip(groups.of.tolist(), values.tolist(), strict=True)):
        if value == value:
            sums[group] = sums.get(group, 0.0) + value
        if group in sums:
            found[row] = sums[group]
    return found


@answers
def indicator_periods(chosen: Chosen, indicators: list[str], over: str, by: str, also: str) -> Columns:
    held, stand = chosen.held, indicator_standings(chosen, over, by, also)
    table, own = held["indicators_named"], rules(held)
    actual, target = stand.sides[ACTUAL], stand.sides[TARGET]
    order = in_order(held, stand.indicator, stand.bucket, stand.key, stand.also_key)
    rows = order[(((actual.rows > 0) | (target.rows > 0)) & asked_for(chosen, stand.indicator, indicators))[order]]
    of = stand.indicator[rows]
    series = Groups(of, *(coded(values[rows])[0] for values in (stand.key, stand.also_key)))
    is_added = (own.aggregation[of] == "sum") & ~own.is_cumulative[of]
    ascending = np.array([one in (None, "ascending") for one in table["direction"][of].tolist()], dtype=bool)
    values, targets = actual.value[rows], target.value[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(own.is_summed[of] & ascending & (targets != 0), values / targets, np.nan)
    return {
        "indicator_id": table["indicator_id"][of],
        "indicator_name": words(table, "name", chosen)[of],
        "bucket": stand.bucket[rows],
        "key": stand.key[rows],
        "actual": values,
        "actual_rows": rows_told(actual, rows),
        "actual_reason": actual.reason[rows],
        "target": targets,
        "target_rows": rows_told(target, rows),
        "target_share": share,
        "so_far": np.where(is_added, so_far(values, series), np.nan),
        "target_so_far": np.where(is_added, so_far(targets, series), np.nan),
        "actual_from_on": days(actual.from_on[rows]),
        "actual_to_on": days(actual.to_on[rows]),
        "evidence": table["evidence"][of],
    }


def compared(stand: Standings, side: str, sides: str) -> dict[tuple, int]:
    """The rows of a side (a bucket of time, a group, or all there is) by indicator and what each is told by further."""
    told = np.logical_or.reduce([stand.sides[kind].rows > 0 for kind in (ACTUAL, TARGET, PUBLISHED)])
    if sides in ("bucket", "key"):
        named = stand.bucket if sides == "bucket" else stand.key
        told &= np.array([("not stated" if one is None else one) == side for one in named.tolist()], dtype=bool)
    rows = np.flatnonzero(told)
    keys = [""] * len(rows) if sides == "key" else stand.key[rows].tolist()
    names = zip(stand.indicator[rows].tolist(), keys, stand.also_key[rows].tolist(), strict=True)
    found = dict(zip(names, rows.tolist(), strict=True))
    if len(found) < len(rows):
        raise UnansweredError("a side is told by more than it is compared by")
    return found


def side_columns(stand: Standings, rows: np.ndarray, prefix: str) -> Columns:
    """What a side of a comparison says in each row (-1: it has none)."""
    is_there = rows >= 0
    actual, published = stand.sides[ACTUAL], stand.sides[PUBLISHED]
    is_published = np.isnan(actual.value) & (~np.isnan(published.value) | (actual.rows == 0))

    def either(name: str) -> np.ndarray:
        return np.where(is_published, getattr(published, name), getattr(actual, name))

    def at(values: np.ndarray, empty: object) -> np.ndarray:
        found = np.full(len(rows), empty, dtype=values.dtype)
        found[is_there] = values[rows[is_there]]
        return found

    many = at(either("rows"), 0)
    value = np.where(np.isnan(actual.value), published.value, actual.value)
    kinds = np.where(is_published, "published_total", "actual").astype(object)
    return {
        f"{prefix}_value": at(value, np.nan),
        f"{prefix}_qualifier": np.append(QUALIFIERS, [None])[at(either("looseness"), -1)],
        f"{prefix}_rows": whole(many, many == 0),
        f"{prefix}_reason": at(either("reason"), None),
        f"{prefix}_kind": at(kinds, None),
        f"{prefix}_to_on": days(at(actual.to_on, NONE)),
        f"{prefix}_target": at(stand.sides[TARGET].value, np.nan),
        f"{prefix}_share": at(stand.achieved, np.nan),
    }


@answers
def results_comparison(
    chosen: Chosen, indicators: list[str], over: str, by: str, also: str, sides: str, first: str, second: str
) -> Columns:
    held, stand = chosen.held, indicator_standings(chosen, over, by, also)
    table = held["indicators_named"]
    one = compared(stand, first, sides)
    two = compared(stand, second, sides) if sides in ("bucket", "key") or first == second else {}
    names = list(dict.fromkeys((*one, *two)))
    of = np.array([name[0] for name in names], dtype=np.int64)
    key, also_key = (column(name[place] for name in names) for place in (1, 2))
    order = in_order(held, of, key, also_key)
    order = order[asked_for(chosen, of, indicators)[order]]
    names = [names[row] for row in order.tolist()]
    of, key, also_key = of[order], key[order], also_key[order]
    columns: Columns = {}
    for prefix, side in (("first", one), ("second", two)):
        rows = np.array([side.get(name, -1) for name in names], dtype=np.int64)
        columns |= side_columns(stand, rows, prefix)
    difference = columns["second_value"] - columns["first_value"]
    counts = np.array([measure is None or measure in SUMMED for measure in table["measure"][of].tolist()], dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where((columns["first_value"] > 0) & counts, difference / columns["first_value"], np.nan)
    return {
        "indicator_id": table["indicator_id"][of],
        "indicator_name": words(table, "name", chosen)[of],
        "key": key,
        "key_name": column([None] * len(of)) if sides == "key" else called(chosen, by, key),
        "also_key": also_key,
        "also_name": called(chosen, also, also_key),
        "unit_name": words(table, "unit_name", chosen)[of],
        "unit": table["unit"][of],
        "measure": table["measure"][of],
        "direction": table["direction"][of],
        "aggregation": table["aggregation"][of],
        "is_cumulative": rules(held).is_cumulative[of],
        **columns,
        "difference": difference,
        "change_share": change,
        "evidence": table["evidence"][of],
    }


@answers
def indicator_sheets(chosen: Chosen, indicators: list[str], over: str, by: str, also: str) -> Columns:
    held, cells = chosen.held, indicator_cells(chosen, over, by, also)
    table = held["indicators_named"]
    shown = np.zeros(table.rows, dtype=bool)
    shown[cells.of.indicator[cells.of.kind != BASELINE]] = True
    order = np.argsort(rules(held).rank)
    rows = order[(shown & asked_for(chosen, np.arange(table.rows), indicators))[order]]

    def named(name: str) -> np.ndarray:
        return words(table, name, chosen)[rows]

    cumulative = table["is_cumulative"][rows]
    missing = np.array([one is None for one in cumulative.tolist()], dtype=bool)
    return {
        "indicator_id": table["indicator_id"][rows],
        "indicator_name": named("name"),
        "partnership_name": named("partnership_name"),
        "programme_name": named("programme_name"),
        "definition": named("definition"),
        "unit_name": named("unit_name"),
        "measure_name": named("measure_name"),
        "direction_name": named("direction_name"),
        "rule_name": named("rule_name"),
        "is_cumulative": np.ma.array(np.where(missing, False, cumulative).astype(bool), mask=missing),
        "counted_from": table["counted_from"][rows],
        "verification": named("verification"),
        "source_title": named("source_title"),
        "section": table["section"][rows],
        "line": numbered(table["line"][rows]),
        "provenance": table["provenance"][rows],
        "evidence": table["evidence"][rows],
    }
