"""Maps of work and money: what is done in each area of a level, and in each step of time."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analytics.arrays.chosen import Cells, Chosen, UnansweredError, chosen_places, chosen_unit_rows, whole_cells
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.money import NO_PLACE, REASONS, going, money_cells
from analytics.arrays.places_at import areas_of, at_areas
from analytics.arrays.saying import Columns, answers, cited_by, column, prefixed
from analytics.arrays.work import units_of, work_in_sets

MONTHS = {"year": 12, "quarter": 3, "month": 1}
CENTURY = 1200  # steps: what has no end in sight is followed no further
MOST = 20_000_000  # areas times steps


def last_when_none(codes: np.ndarray) -> np.ndarray:
    """Codes in the order of `nulls last`."""
    return np.where(codes < 0, np.iinfo(np.int64).max, codes)


def named(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The words of codes; None of -1."""
    return np.append(values, [None])[codes]


def owners(held: Held) -> np.ndarray:
    """The reference of each partnership, and none for what has none."""
    return np.append(prefixed("partnerships", held["partnerships"]["partnership_id"]), [None])


@answers
def map_activities(chosen: Chosen, level: str) -> Columns:
    held, own = chosen.held, work_in_sets(chosen)
    partnership = units_of(held).partnership[units_of(held).works[own.work]]
    which, area, coarser = at_areas(chosen, level, own.place_set)
    by_owner = Groups(area, coarser, partnership[which])
    many = by_owner.sum(own.activities[which])
    told = Groups(*by_owner.keys[:2])
    evidence = cited_by(told, owners(held)[by_owner.keys[2]])
    area, coarser = told.keys
    order = np.lexsort((last_when_none(coarser), last_when_none(area)))
    return {
        "step_key": np.full(told.count, "all", dtype=object),
        "area_id": named(areas_of(held, level), area[order]),
        "coarser_id": named(held["place_lines"].values("place_id"), coarser[order]),
        "activities": told.sum(many)[order],
        "evidence": evidence[order],
    }


def step_names(steps: str, numbers: np.ndarray) -> list[str | None]:
    """Steps from the year 0 as words: 2019, 2019-Q2 or 2019-07; None of -1."""
    if steps == "year":
        return [None if one < 0 else str(one) for one in numbers.tolist()]
    if steps == "quarter":
        return [None if one < 0 else f"{one // 4}-Q{one % 4 + 1}" for one in numbers.tolist()]
    return [None if one < 0 else f"{one // 12}-{one % 12 + 1:02d}" for one in numbers.tolist()]


def spans(chosen: Chosen, level: str, months: int) -> tuple[np.ndarray, ...]:
    """The chosen activities by set of places, partnership, whether no end is stated, first and last step (-1: none).

    As arrays in this order, and how many there are.
    """
    held, units = chosen.held, chosen.held["work_units"]
    spot = "place" if level == "municipality" else "division"
    cells = chosen.cells(spot, "year" if months == 12 else "month")
    has = {
        name: np.asarray(units[name], dtype=bool)
        for name in ("has_start", "has_end", "has_reported_start", "has_reported_end")
    }
    row = cells.unit_row
    begin, end = (np.where(cells[one] == NONE, -1, cells[one] // months) for one in ("from_month", "to_month"))
    begun = (has["has_start"] | has["has_reported_start"])[row]
    ended = (has["has_end"] | has["has_reported_end"])[row]
    first = np.where(begun, begin, np.where(has["has_end"][row], end, -1))
    last = np.where(ended, end, np.where(has["has_start"][row], begin, -1))
    told = Groups(cells["place_set"], units_of(held).partnership[row], (~ended).astype(np.int64), first, last)
    return (*told.keys, told.sum(cells["activities"]))


@answers
def map_activities_at(chosen: Chosen, level: str, steps: str) -> Columns:
    held, months = chosen.held, MONTHS[steps]
    place_set, owner, is_open, first, last, many = spans(chosen, level, months)
    last = np.minimum(np.where(last < 0, first, last), first + CENTURY)
    undated = first < 0
    if chosen.months:
        first, last = np.maximum(first, chosen.months[0] // months), np.minimum(last, chosen.months[1] // months)
    runs = np.flatnonzero(undated | (first <= last))
    which, area, coarser = at_areas(chosen, level, place_set[runs])
    which = runs[which]
    series = Groups(area, coarser, owner[which])
    place = Groups(*series.keys[:2])
    dated = ~undated[which]
    begin = int(first[which][dated].min(initial=0)) if dated.any() else 0
    width = int(last[which][dated].max(initial=0)) - begin + 2 if dated.any() else 1
    if series.count * width > MOST:
        raise UnansweredError(f"{series.count} areas in {width} steps")

    def running(counts: np.ndarray) -> np.ndarray:
        """How many run in each step (columns) of each series (rows); in the last column those without a date."""
        turns = np.zeros((series.count, width + 1))
        counts = counts[which]
        np.add.at(turns, (series.of[dated], first[which][dated] - begin), counts[dated])
        np.add.at(turns, (series.of[dated], last[which][dated] - begin + 1), -counts[dated])
        turns = np.cumsum(turns[:, :width], axis=1)
        alone = np.bincount(series.of[~dated], counts[~dated], series.count)
        return np.rint(np.column_stack((turns, alone))).astype(np.int64)

    activities, open_activities = running(many), running(many * is_open)
    one, step = np.nonzero(activities > 0)
    told = Groups(place.of[one], step)
    evidence = cited_by(told, owners(held)[series.keys[2][one]])
    at, number = told.keys
    number = np.where(number == width, -1, number + begin)
    names = column(step_names(steps, np.unique(number)))
    key = names[np.searchsorted(np.unique(number), number)]
    area, coarser = (keys[at] for keys in place.keys)
    order = np.lexsort((last_when_none(coarser), last_when_none(area), rank_of_words(key)))
    return {
        "step_key": key[order],
        "area_id": named(areas_of(held, level), area[order]),
        "coarser_id": named(held["place_lines"].values("place_id"), coarser[order]),
        "activities": told.sum(activities[one, step])[order],
        "open_activities": told.sum(open_activities[one, step])[order],
        "evidence": evidence[order],
    }


def rank_of_words(words: np.ndarray) -> np.ndarray:
    """Where each word stands among them in order, None last; few are different."""
    different = sorted(set(words.tolist()) - {None})
    rank = {word: place for place, word in enumerate(different)} | {None: len(different)}
    return np.fromiter((rank[word] for word in words.tolist()), np.int64, len(words))


@dataclass(frozen=True)
class Paid:
    """Amounts by unit (row of `work_units`), set of places with shares, step of time, kind and currency."""

    unit: np.ndarray
    paid_set: np.ndarray
    step: np.ndarray
    kind: np.ndarray
    currency: np.ndarray
    amount: np.ndarray
    items: np.ndarray


def paid_of(cells: Cells, steps: str, months: tuple[int, int] | None) -> Paid:
    """The amounts of cells that name a currency, paid within these months."""
    month, kind, currency = cells["paid_month"], cells.codes("money_kind"), cells.codes("currency")
    passing = currency >= 0
    if months:
        passing &= (month >= months[0]) & (month <= months[1])
    rows = np.flatnonzero(passing)
    month = month[rows]
    step = np.zeros(len(rows), dtype=np.int64)
    if steps != "all":
        step = np.where(month == NONE, -1, month // MONTHS[steps])
    told = Groups(cells.unit_row[rows], cells["paid_set"][rows], step, kind[rows], currency[rows])
    return Paid(*told.keys, told.sum_known(cells["amount"][rows]), told.sum(cells["items"][rows]))


@standing
def all_paid(held: Held, steps: str) -> Paid:
    return paid_of(whole_cells(held, "money_cells"), steps, None)


def paid(chosen: Chosen, steps: str) -> Paid:
    """The amounts of the chosen activities; where neither time, place nor organisation is chosen few are looked at."""
    if chosen.narrowed():
        return paid_of(money_cells(chosen), steps, chosen.months)
    found = all_paid(chosen.held, steps)
    rows = np.flatnonzero(chosen_unit_rows(chosen)[found.unit])
    return Paid(*(getattr(found, one.name)[rows] for one in fields(Paid)))


@answers
def map_money_at(chosen: Chosen, level: str, steps: str, currency: str) -> Columns:
    held, own, to = chosen.held, paid(chosen, steps), going(chosen.held, level)
    table, owner = held["money_cells"], units_of(held).partnership[own.unit]
    which, row = to.rows.join(own.paid_set)
    nowhere = np.ones(len(own.unit), dtype=bool)
    nowhere[which] = False
    none = np.flatnonzero(nowhere)
    empty = np.full(len(none), -1)
    within, area = np.append(to.within[row], empty), np.append(to.area[row], empty)
    reason = np.append(to.reason[row], np.full(len(none), NO_PLACE))
    part, which = np.append(to.part[row], np.ones(len(none))), np.append(which, none)
    inside = np.ones(len(which), dtype=bool)
    if currency:
        inside = np.append(table.values("currency") == currency, False)[own.currency[which]]
    if chosen.params["places"]:
        inside &= (within < 0) | np.append(area_is_chosen(chosen, level), False)[within]
    which, area, reason, part = (values[inside] for values in (which, area, reason, part))
    told = Groups(own.step[which], area, reason, own.kind[which], own.currency[which])
    evidence = cited_by(told, owners(held)[owner[which]])
    step, area, why, kind, known = told.keys
    names = np.full(told.count, "all", dtype=object) if steps == "all" else column(step_names(steps, step))
    order = np.lexsort((known, kind, rank_of_words(REASONS[why]), last_when_none(area), rank_of_words(names)))
    return {
        "step_key": names[order],
        "area_id": named(areas_of(held, level), area[order]),
        "reason": REASONS[why[order]],
        "money_kind": named(table.values("money_kind"), kind[order]),
        "currency": named(table.values("currency"), known[order]),
        "amount": told.sum_known(own.amount[which] * part)[order],
        "payments": told.sum(own.items[which])[order],
        "evidence": evidence[order],
    }


def area_is_chosen(chosen: Chosen, level: str) -> np.ndarray:
    """The areas of a level that are chosen places, by code."""
    lines = chosen.held["place_lines"]
    codes = set(lines["place_id"][chosen_places(chosen)].tolist())
    return np.array([one in codes for one in areas_of(chosen.held, level).tolist()], dtype=bool)
