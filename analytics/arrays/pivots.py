"""Pivots: activities and amounts of money by any axes (see `analytics.axes`); each as the question of its name.

Codes are numbers in the order of their words, -1 is what is not stated (''), so groups stand in the order of an answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analytics import cube
from analytics.arrays.chosen import (
    Cells,
    Chosen,
    UnansweredError,
    by_place,
    cells_of,
    kept,
    most_place_set,
    open_issues,
    unit_rows,
)
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import NONE, Held, coded, standing
from analytics.arrays.mapped_work import MONTHS
from analytics.arrays.saying import Columns, answers, cited_by, column
from analytics.arrays.work import chosen_programmes
from analytics.axes import Fragment, fragments, parsed

Axes = tuple[str, ...]
Told = tuple[np.ndarray, np.ndarray]  # codes, and the words of all codes in order
MOST_ROWS = 60_001
MOST_COMBINED = 2**62
MOST_CELLS = 3_000_000  # of more the database is asked, which can put them aside, and stops where it takes too long
YEARS = (1000, 9999)  # of which words stand in the order of time
MOST_MARKS = 50  # words of which a group has any: bits of a double
SAID = ("money_kind", "currency", "qualifier")
PAID = ("money_kind", "currency", "provenance")  # what amounts have by themselves, and not by their activities
AT_ONCE = 2  # axes that are told apart by one number: few enough that all that are asked for can be kept
NOTHING = np.array([], dtype=object)
IN_ALL = ("currency", "money_kind", "partnership", "programme", "component")  # what `money_in_all` tells


def in_words(words: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The words of codes; '' of -1."""
    return np.append(words, [""])[codes]


def less_blank(codes: np.ndarray, words: np.ndarray) -> Told:
    """The same where a word that is empty is not stated."""
    return (np.maximum(codes - 1, -1), words[1:]) if len(words) and words[0] == "" else (codes, words)


def pivoted(axes: str, words: dict[str, np.ndarray], sums: Callable[[Axes], tuple[Groups, Columns]]) -> Columns:
    """The cells of a pivot, the total of each row, of each column and of all, one after the other.

    `sums` are the measures of what has the same codes on these axes, and their groups.
    """
    rows, columns = parsed(axes)
    names = {one: f"row_{place}" for place, one in enumerate(rows, 1)}
    names |= {one: f"column_{place}" for place, one in enumerate(columns, 1)}
    parts = []
    for own in dict.fromkeys(((*rows, *columns), rows, columns, ())):
        told, measures = sums(own)
        codes = dict(zip(own, told.keys, strict=False))
        found = {
            name: in_words(words[one], codes[one]) if one in codes else np.full(told.count, None)
            for one, name in names.items()
        }
        for name, side in (("over_rows", rows), ("over_columns", columns)):
            found[name] = np.full(told.count, not side or not set(side).issubset(own))
        parts.append(found | measures)
    return {name: np.concatenate([part[name] for part in parts])[:MOST_ROWS] for name in parts[0]}


def by_codes(codes: list[np.ndarray], rows: int) -> Groups:
    """Rows by their codes; all of them together where there is none to tell them apart.

    Raises UnansweredError where there are more combinations than whole numbers: six axes of hundreds of codes each.
    """
    if math.prod(int(one.max(initial=-1)) + 2 for one in codes) > MOST_COMBINED:
        raise UnansweredError("combinations")
    return Groups(*codes) if codes else Groups(np.zeros(rows, dtype=np.int64))


def stepped(axis: str, month: np.ndarray, is_known: np.ndarray) -> Told:
    """Months from the year 0 as years, quarters or months, some of which are stated.

    Raises UnansweredError for years that are not of four digits, which no source states.
    """
    months = MONTHS[axis]
    known = month[is_known]
    if not len(known):
        return np.full(len(month), -1), np.array([], dtype=object)
    first, last = int(known.min()), int(known.max())
    if first < YEARS[0] * 12 or last >= (YEARS[1] + 1) * 12:
        raise UnansweredError("years")
    steps = range(first // months, last // months + 1)
    if axis == "year":
        words = [str(one) for one in steps]
    elif axis == "quarter":
        words = [f"{one // 4}-Q{one % 4 + 1}" for one in steps]
    else:
        words = [f"{one // 12}-{one % 12 + 1:02d}" for one in steps]
    return np.where(is_known, month // months - steps[0], -1), column(words)


@standing
def of_units(held: Held, name: str) -> Told:
    """What a column says of each unit."""
    table = held["work_units"]
    return less_blank(table.codes(name), table.values(name))


@standing
def begins(held: Held, axis: str) -> np.ndarray:
    """The units of whose activities it is stated when they begin, as finely as the axis tells, as a mask."""
    units = held["work_units"]
    has = np.asarray(units["has_start"], dtype=bool) | np.asarray(units["has_reported_start"], dtype=bool)
    return has if axis == "year" else has & np.array([one != "year" for one in units["start_precision"].tolist()])


@dataclass(frozen=True)
class Counted:
    """The chosen activities by their codes on the axes of which each has one, and by the keys of their sets."""

    codes: dict[str, np.ndarray]
    words: dict[str, np.ndarray]
    keys: dict[str, np.ndarray]
    activities: np.ndarray
    initiatives: np.ndarray


@answers
def pivot_activities(chosen: Chosen, axes: str = "") -> Columns:
    rows, columns = parsed(axes)
    known = {one: fragments("activities")[one] for one in (*rows, *columns)}
    base = counted(chosen, known)
    hanging = {one: words_hung(chosen.held, of.many, one) for one, of in known.items() if of.many}

    def sums(own: Axes) -> tuple[Groups, Columns]:
        told, which = hung(chosen, base, {one: known[one] for one in own})
        return told, {
            "activities": told.sum(base.activities[which]),
            "initiatives": told.sum(base.initiatives[which]),
        }

    return pivoted(axes, base.words | hanging, sums)


def counted(chosen: Chosen, axes: dict[str, Fragment]) -> Counted:
    """Raises UnansweredError where no roll-up tells these axes, or one of very many cells."""
    cells = chosen.cells(*{one.cells for one in axes.values()} - {""})
    if cells.rows > MOST_CELLS:
        raise UnansweredError(f"{cells.rows} cells")
    told = {name: code_of_cells(chosen.held, cells, name, one) for name, one in axes.items() if not one.many}
    keys = {one.many: cells.unit_row if one.many == "unit" else cells[one.many] for one in axes.values() if one.many}
    groups = by_codes([*(codes for codes, _ in told.values()), *keys.values()], cells.rows)
    many = cells["activities"]
    return Counted(
        dict(zip(told, groups.keys, strict=False)),
        {name: words for name, (_, words) in told.items()},
        dict(zip(keys, groups.keys[len(told) :], strict=False)),
        groups.sum(many),
        groups.sum(many * is_initiative(chosen.held)[cells.unit_row]),
    )


@standing
def is_initiative(held: Held) -> np.ndarray:
    return np.asarray(held["work_units"]["kind"] == "initiative", dtype=bool)


def code_of_cells(held: Held, cells: Cells, name: str, axis: Fragment) -> Told:
    """What each cell has on an axis of which an activity has one code."""
    if name in MONTHS:
        month = cells["from_month"]
        return stepped(name, month, begins(held, name)[cells.unit_row] & (month != NONE))
    codes, words = of_units(held, axis.code.removeprefix("work."))
    return codes[cells.unit_row], words


def hung(chosen: Chosen, base: Counted, axes: dict[str, Fragment]) -> tuple[Groups, np.ndarray | slice]:
    """The rows of `base` under each code that they have on these axes: their groups, and which row it is."""
    which = slice(None)
    codes = {name: base.codes[name] for name in axes if name in base.codes}
    for key in dict.fromkeys(one.many for one in axes.values() if one.many):
        own = tuple(name for name, one in axes.items() if one.many == key)
        lists, found = codes_hung(chosen, key, own)
        at, row = lists.join_all(base.keys[key][which])
        which = at if isinstance(which, slice) else which[at]
        codes = {name: values[at] for name, values in codes.items()}
        codes |= {name: np.append(values, -1)[row] for name, values in zip(own, found, strict=True)}
    rows = len(base.activities) if isinstance(which, slice) else len(which)
    return by_codes([codes[name] for name in axes], rows), which


@kept
def codes_hung(chosen: Chosen, key: str, axes: Axes) -> tuple[Lists, list[np.ndarray]]:
    """The codes of each set on these axes, each once: their rows by set, and the codes of each axis.

    With places, sectors or issues chosen those alone are told of a set.
    """
    own = chosen.params
    if key == "place_set" and own["places"]:
        return of_sets(chosen.held, key, axes, by_place(chosen, "place_sets"))
    if key == "party_set" and own["sectors"]:
        sectors = chosen.held["organisations"]["sector"]
        organisation = chosen.held.refers("party_sets", "organisation_id", "organisations")
        return of_sets(chosen.held, key, axes, np.append(chosen.passes("sectors", sectors), False)[organisation])
    if key == "unit" and own["issues"]:
        _, kind = named_issues(chosen.held)
        passing = chosen.passes("issues", chosen.held["issue_types"]["issue_type_id"])
        return of_sets(chosen.held, key, axes, passing[kind])
    return all_of_sets(chosen.held, key, axes)


@standing
def all_of_sets(held: Held, key: str, axes: Axes) -> tuple[Lists, list[np.ndarray]]:
    number, _, _ = sets_told(held, key)
    return of_sets(held, key, axes, np.ones(len(number), dtype=bool))


def of_sets(held: Held, key: str, axes: Axes, passing: np.ndarray) -> tuple[Lists, list[np.ndarray]]:
    number, is_known, told = sets_told(held, key)
    rows = np.flatnonzero(passing & is_known)
    groups = Groups(number[rows], *(told[axis][0][rows] for axis in axes))
    return Lists.of(groups.keys[0], 1), groups.keys[1:]


def words_hung(held: Held, key: str, axis: str) -> np.ndarray:
    return sets_told(held, key)[2][axis][1]


@standing
def sets_told(held: Held, key: str) -> tuple[np.ndarray, np.ndarray, dict[str, Told]]:
    """What sets hold: the number of each row's set, whether what it names is known, and its codes by axis."""
    if key == "place_set":
        place = held.refers("place_sets", "place_id", "places")
        areas = {axis: (np.append(codes, -1)[place], words) for axis, (codes, words) in areas_of_places(held).items()}
        return held["place_sets"]["place_set"], place >= 0, areas
    if key == "party_set":
        table, sectors = held["party_sets"], held["organisations"]
        organisation = held.refers("party_sets", "organisation_id", "organisations")
        sector, words = less_blank(sectors.codes("sector"), sectors.values("sector"))
        told = {
            "sector": (np.append(sector, -1)[organisation], words),
            "role": less_blank(table.codes("role"), table.values("role")),
        }
        return table["party_set"], organisation >= 0, told
    unit, kind = named_issues(held)
    types = held["issue_types"]
    columns = {"issue": "issue_type_id", "family": "family"}
    told = {axis: less_blank(types.codes(name), types.values(name)) for axis, name in columns.items()}
    return unit, kind >= 0, {axis: (np.append(codes, -1)[kind], words) for axis, (codes, words) in told.items()}


@standing
def areas_of_places(held: Held) -> dict[str, Told]:
    """The country, department and municipality that each place is or lies in, as the part `place_areas` has it."""
    table = held["places"]
    codes, levels = table["place_id"].tolist(), table["level"].tolist()
    level_of = dict(zip(codes, levels, strict=True))
    departments, municipalities = [], []
    for code, level, parent in zip(codes, levels, table["parent_id"].tolist(), strict=True):
        within = parent if level_of.get(parent) == "department" else None
        departments.append(code if level == "department" else within)
        municipalities.append(code if level in ("municipality", "city") else None)
    return {
        "country": less_blank(table.codes("country_code"), table.values("country_code")),
        "department": less_blank(*coded(column(departments))),
        "municipality": less_blank(*coded(column(municipalities))),
    }


@standing
def named_issues(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """Each unit (row of `work_units`) with each issue (row of `issue_types`; -1: unknown) that is named of it."""
    units, issues, links = held["work_units"], held["issues"], held["issue_links"]
    listed = open_issues(held)
    of_issues, of_links = (held.refers(name, "issue_type_id", "issue_types") for name in ("issues", "issue_links"))
    by_activity: dict[str, set[int]] = {}
    for activity, kind in zip(issues["activity_id"][listed].tolist(), of_issues[listed].tolist(), strict=True):
        by_activity.setdefault(activity, set()).add(kind)
    by_programme: dict[str, set[int]] = {}
    for programme, kind in zip(links["programme_id"].tolist(), of_links.tolist(), strict=True):
        by_programme.setdefault(programme, set()).add(kind)
    by_activity.pop(None, None)
    by_programme.pop(None, None)
    found = [
        (row, kind)
        for row, (single, programme) in enumerate(
            zip(units["single_id"].tolist(), units["programme_id"].tolist(), strict=True)
        )
        for kind in by_activity.get(single, set()) | by_programme.get(programme, set())
    ]
    unit, kind = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return unit, kind


@dataclass(frozen=True)
class Paid:
    """Amounts of money by their codes on the axes and on those of `SAID`."""

    codes: dict[str, np.ndarray]
    items: np.ndarray
    not_stated: np.ndarray
    amount: np.ndarray


@answers
def pivot_money(chosen: Chosen, axes: str = "") -> Columns:
    rows, columns = parsed(axes)
    paid = amounts(chosen, (*rows, *columns))
    words = {axis: paid_axis(chosen.held, axis, "money_cells").words for axis in (*rows, *columns, *SAID)}
    currency, currencies = or_unknown(paid.codes["currency"], words["currency"])
    qualifier, qualifiers = paid.codes["qualifier"], words["qualifier"]
    loose = np.where((qualifier < 0) | np.append(qualifiers == "exact", False)[qualifier], NONE, qualifier)
    is_known = ~np.isnan(paid.amount)

    def sums(own: Axes) -> tuple[Groups, Columns]:
        told = by_codes([paid.codes[axis] for axis in own], len(paid.items))
        least = told.least(loose.astype(np.int32))
        return told, {
            "amounts": told.sum(paid.items),
            "amount": told.sum_known(paid.amount),
            "not_stated": told.sum(paid.not_stated),
            "money_kinds": together(told, paid.codes["money_kind"], words["money_kind"]),
            "currencies": together(told, np.where(is_known, currency, -1), currencies),
            "qualifier": np.append(qualifiers, [None])[np.where(least == NONE, -1, least)],
        }

    return pivoted(axes, words, sums)


def or_unknown(codes: np.ndarray, words: np.ndarray) -> Told:
    """Codes of words where what is not stated is a word too, '?'."""
    known = column(sorted({*words.tolist(), "?"}))
    place = np.append(np.searchsorted(known, words), np.searchsorted(known, "?")).astype(np.int64)
    return place[codes], known


def together(told: Groups, codes: np.ndarray, words: np.ndarray) -> np.ndarray:
    """The words of each group once each, in order; None where there is none."""
    if len(words) > MOST_MARKS:
        return cited_by(told, np.append(words, [None])[codes])
    known = codes >= 0
    pairs = Groups(told.of[known], codes[known])
    marks = np.bincount(pairs.keys[0], 2.0 ** pairs.keys[1], told.count)
    different, place = np.unique(marks, return_inverse=True)
    said = [
        " ".join(word for bit, word in enumerate(words.tolist()) if int(mark) >> bit & 1) or None
        for mark in different.tolist()
    ]
    return column(said)[place]


def amounts(chosen: Chosen, axes: Axes) -> Paid:
    """The transactions of the chosen activities and what documents state of the chosen programmes."""
    held = chosen.held
    is_in_all = cube.HEADS_FROM in held.rows and not chosen.narrowed() and set(axes).issubset(IN_ALL)
    name = cube.MONEY_IN_ALL if is_in_all else "money_cells"
    cells, given = cells_of(chosen, name), given_rows(chosen)
    stated, first = stated_amounts(held), tuple(dict.fromkeys((*axes[:AT_ONCE], *SAID)))
    apart = [told_apart(held, first, name), *(told_apart(held, (axis,), name) for axis in axes[AT_ONCE:])]

    def of_both(of_cells: np.ndarray, of_given: np.ndarray) -> np.ndarray:
        return np.append(cells.picked(of_cells), of_given[given]) if len(given) else cells.picked(of_cells)

    told = by_codes([of_both(*one.numbers) for one in apart], 0)
    rows = np.flatnonzero(told.keys[0] >= 0)
    items = told.sum(of_both(held[name]["items"], np.ones(len(stated), dtype=np.int64)))[rows]
    not_stated = told.sum(of_both(held[name]["not_stated"], np.isnan(stated)))[rows]
    amount = told.sum_of(of_both(known_amounts(held, name), np.nan_to_num(stated)))[rows]
    codes = {
        axis: own[number[rows]] for one, number in zip(apart, told.keys, strict=True) for axis, own in one.codes.items()
    }
    return Paid(codes, items, not_stated, np.where(items > not_stated, amount, np.nan))


@dataclass(frozen=True)
class Apart:
    """What some axes tell apart: its number by row of a table of cells and by row of `contributions`, and the codes of
    each number by axis. -1: a cell that is among the contributions."""

    numbers: tuple[np.ndarray, np.ndarray]
    codes: dict[str, np.ndarray]


@standing
def told_apart(held: Held, axes: Axes, name: str) -> Apart:
    rows = held[name].rows
    told = Groups(*(np.concatenate(paid_axis(held, own, name).codes) for own in axes))
    number, is_given = told.of.astype(np.int32), np.asarray(held[name]["is_given"], dtype=bool)
    return Apart((np.where(is_given, -1, number[:rows]), number[rows:]), dict(zip(axes, told.keys, strict=True)))


@standing
def stated_amounts(held: Held) -> np.ndarray:
    return held["contributions"]["amount"].astype(float)


@standing
def known_amounts(held: Held, name: str) -> np.ndarray:
    return np.nan_to_num(held[name]["amount"])


def given_rows(chosen: Chosen) -> np.ndarray:
    """The rows of `contributions` of the chosen programmes: none where a place, a component or a kind is chosen."""
    held, own = chosen.held, chosen.params
    if own["places"] or own["components"] or own["kinds"] or not held["contributions"].rows:
        return np.zeros(0, dtype=np.int64)
    programme = held.refers("contributions", "programme_id", "programmes")
    return np.flatnonzero(np.append(chosen_programmes(chosen), False)[programme])


@dataclass(frozen=True)
class Coded:
    """An axis: codes by row of a table of cells and by row of `contributions`, and their words."""

    codes: tuple[np.ndarray, np.ndarray]
    words: np.ndarray


@standing
def paid_axis(held: Held, axis: str, name: str) -> Coded:
    table, given = held[name], held["contributions"]
    unit = unit_rows(held)[table["unit"]]
    if axis in MONTHS:
        month = np.append(table["paid_month"], given_months(held))
        is_year = np.append(np.zeros(table.rows, dtype=bool), given_years(held))
        codes, words = stepped(axis, month, (month != NONE) & ((axis == "year") | ~is_year))
        return Coded((codes[: table.rows], codes[table.rows :]), words)
    if axis in ("country", "department"):
        areas, words = one_area(held, axis)
        return Coded((areas[table["place_set"]], areas[given_sets(held)]), words)
    if axis in ("partnership", "programme", "component"):
        column_of, units = f"{axis}_id", held["work_units"]
        of_given = np.full(given.rows, None)
        if axis != "component":
            of_programmes = np.append(held["programmes"][column_of], [None])
            of_given = of_programmes[held.refers("contributions", "programme_id", "programmes")]
        of_units, of_given, words = merge(units.codes(column_of), units.values(column_of), of_given)
        return Coded((of_units[unit], of_given), words)
    of_given = given["flow" if axis == "money_kind" else axis]
    own = (table.codes(axis), table.values(axis)) if axis in PAID else (np.full(table.rows, -1), NOTHING)
    of_cells, of_given, words = merge(*own, of_given)
    return Coded((of_cells, of_given), words)


def merge(codes: np.ndarray, values: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes of `values`, and other words, as codes that they have in common; and the words of these."""
    words = sorted({*values.tolist(), *others.tolist()} - {None, ""})
    code = {word: place for place, word in enumerate(words)}
    of_values, of_others = (
        np.array([code.get(one, -1) for one in own], dtype=np.int64) for own in ([*values, None], others.tolist())
    )
    return of_values[codes], of_others, column(words)


@standing
def given_months(held: Held) -> np.ndarray:
    """The month of each contribution, from the year 0; `NONE`: none is stated."""
    day = held["contributions"]["end_on"]
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.where(day == NONE, NONE, month)


@standing
def given_years(held: Held) -> np.ndarray:
    """The contributions whose day is stated no finer than its year, as a mask."""
    return np.array([one in ("year", None) for one in held["contributions"]["end_precision"].tolist()], dtype=bool)


@standing
def given_sets(held: Held) -> np.ndarray:
    """The set of places of the activity that each contribution names; -1: none."""
    fact = held.refers("contributions", "contribution_id", "given_facts")
    return np.append(held["given_facts"]["place_set"], -1)[fact]


@standing
def one_area(held: Held, axis: str) -> Told:
    """The area that all places of a set lie in, by the set's number (-1 too): what is spread is in none."""
    number, is_known, told = sets_told(held, "place_set")
    codes, words = told[axis]
    rows = np.flatnonzero(is_known & (codes >= 0) if axis == "country" else is_known)
    place_set, area = Groups(number[rows], codes[rows]).keys
    found = np.full(most_place_set(held) + 2, -1)
    alone = np.bincount(place_set, minlength=len(found))[place_set] == 1
    found[place_set[alone]] = area[alone]
    return found, words
