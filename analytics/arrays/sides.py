"""By which times, places, components, programmes and groups indicators are told: the question `indicator_sides`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics import cube
from analytics.arrays.chosen import Chosen, UnansweredError, chosen_party_sets, marked, unit_rows
from analytics.arrays.counted import (
    chosen_counted,
    chosen_people,
    contributed_atoms,
    counted_units,
    most_record_unit,
    most_share_set,
    shares_here,
)
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import NONE, Held, Table, standing
from analytics.arrays.saying import Columns, answers, column, prefixed
from analytics.arrays.stated import begins, stated_atoms

AXES = {
    "age_group": "age_group", "breakdown": "breakdown", "component": "component_id", "country": "country_id",
    "department": "department_id", "municipality": "municipality_id", "population_group": "population_group",
    "programme": "programme_id", "sex": "sex", "year": "year",
}  # fmt: skip
TOLD_BY = {
    "stated_values": tuple(AXES),
    "contributed_values": ("component", "department", "municipality", "programme", "year"),
    "people_cells": ("age_group", "department", "municipality", "population_group", "sex"),
    "place_shares": ("department", "municipality"),
    "work_units": ("component", "programme"),
}
MOST = 50_000_000  # numbers that say in which months records are


@dataclass(frozen=True)
class Codes:
    """All codes that an indicator can be told by, in order: `number` of each axis and word, and both by number."""

    number: dict[tuple[str, str], int]
    axis: np.ndarray
    code: np.ndarray
    names: dict[str, np.ndarray]
    country_of: np.ndarray

    def numbers(self, axis: str, words: np.ndarray) -> np.ndarray:
        """The numbers of words of an axis; -1: none."""
        return np.array([self.number.get((axis, word), -1) for word in words.tolist()], dtype=np.int64)

    def of(self, table: Table, axis: str) -> np.ndarray:
        """The number of what each row of a table has on an axis."""
        return np.append(self.numbers(axis, table.values(AXES[axis])), -1)[table.codes(AXES[axis])]


@standing
def codes(held: Held) -> Codes:
    found = {
        (axis, word)
        for name, axes in TOLD_BY.items()
        for axis in axes
        if held[name].rows
        for word in held[name].values(AXES[axis]).tolist()
    }
    country = dict(zip(held["places"]["place_id"].tolist(), held["places"]["country_code"].tolist(), strict=True))
    found |= {("country", country.get(word)) for axis, word in found if axis == "department"} - {("country", None)}
    found |= {("year", str(year)) for year in years_of_records(held)}
    order = sorted(found)
    number = {one: place for place, one in enumerate(order)}
    named = held["group_names"]
    columns = (named[name].tolist() for name in ("axis", "code", "name_en", "name_es"))
    names = {(axis, code): both for axis, code, *both in zip(*columns, strict=True)}
    return Codes(
        number,
        column(axis for axis, _ in order),
        column(word for _, word in order),
        {lang: column(names.get(one, (None, None))[n] for one in order) for n, lang in enumerate(("en", "es"))},
        np.array(
            [number.get(("country", country.get(word)), -1) if axis == "department" else -1 for axis, word in order],
            dtype=np.int64,
        ),
    )


def years_of_records(held: Held) -> range:
    """The years from the first record to the last."""
    name = cube.records_for({"year"}, held.rows)
    months = [held[one]["month"] for one in (name, "people_cells") if one != cube.RECORDS_VIEW and held[one].rows]
    known = np.concatenate([np.zeros(0, dtype=np.int64), *months])
    known = known[known != NONE] // 12
    return range(int(known.min()), int(known.max()) + 1) if len(known) else range(0)


@standing
def sides_of_values(held: Held) -> tuple[np.ndarray, ...]:
    """What each stated value is told by: its row, the number of the code, its indicator and whether it is a target."""
    table, known = held["stated_values"], codes(held)
    number = np.array([known.of(table, axis) for axis in AXES])
    number[:, table["kind"] == "baseline"] = -1
    _, row = found = np.nonzero(number >= 0)
    indicator = held.refers("stated_values", "indicator_id", "indicators_named")[row]
    return row, number[found], indicator, np.asarray(table["kind"] == "target", dtype=bool)[row]


@standing
def sides_of_amounts(held: Held) -> tuple[np.ndarray, ...]:
    """What each amount of money is told by: its row, the number of the code and its indicator."""
    table, known = held["contributed_values"], codes(held)
    number = [known.of(table, axis) for axis in TOLD_BY["contributed_values"]]
    _, row = found = np.nonzero(np.array(number) >= 0)
    indicator = held.refers("contributed_values", "indicator_id", "indicators_named")[row]
    return row, np.array(number)[found], indicator


@dataclass(frozen=True)
class Reached:
    """Which record units are at which places, and of which sets of organisations: a row each, in this order.

    `place`: a number of `place_shares`. `so_far`: in how many steps of time (of so many months, from `first` on) there
    are records before each step, and before the time after all. `backwards`: records that end before they begin, by
    row, month and last month.
    """

    unit: np.ndarray
    place: np.ndarray
    party_set: np.ndarray
    months: int
    first: int
    so_far: np.ndarray
    backwards: tuple[np.ndarray, np.ndarray, np.ndarray]

    def before(self, months: np.ndarray) -> np.ndarray:
        """The rows of `so_far` that stand before these months."""
        return np.clip(months // self.months - self.first, 0, len(self.so_far) - 1)


@standing
def reached(held: Held, name: str) -> Reached | None:
    """The same of a roll-up of records; none where these would be too many numbers."""
    table, months = held[name], 1 if "month" in name else 12
    month, until = table["month"], table["until"]
    is_known = month != NONE
    step = month[is_known] // months
    first, steps = (int(step.min()), int(np.ptp(step)) + 1) if len(step) else (0, 0)
    party = table["party_set"] if "party" in name else np.zeros(table.rows, dtype=np.int64)
    sets = Groups(table["record_unit"], table["place_set"], party)
    unit, place_set, party = sets.keys
    shares = Lists.of(held["place_shares"]["place_set"], most_share_set(held) + 1)
    pair, share = shares.join(place_set)
    told = Groups(unit[pair], held["place_shares"].codes("place_id")[share], party[pair])
    if max(sets.count, told.count) * steps > MOST:
        return None
    is_back = is_known & (until < month) if months == 1 else np.zeros(table.rows, dtype=bool)
    there = np.zeros((steps, sets.count), dtype=bool)
    onward = is_known & ~is_back
    there[month[onward] // months - first, sets.of[onward]] = True
    so_far = np.zeros((steps + 1, told.count), dtype=np.uint16)
    for one in range(steps):
        so_far[one + 1, told.of[there[one, pair]]] = 1
    back = np.flatnonzero(is_back)
    which, row = Lists.of(pair, sets.count).join(sets.of[back])
    back = back[which]
    np.cumsum(so_far, axis=0, out=so_far)
    return Reached(*told.keys, months, first, so_far, (told.of[row], month[back], until[back]))


@standing
def codes_of_places(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the department and of the municipality of each place in `place_shares`."""
    table, known = held["place_shares"], codes(held)
    place, found = table.codes("place_id"), np.full((2, len(table.values("place_id")) + 1), -1)
    for numbers, axis in zip(found, TOLD_BY["place_shares"], strict=True):
        numbers[place] = known.of(table, axis)
    return tuple(found)


@standing
def codes_of_years(held: Held) -> tuple[int, np.ndarray]:
    """The first year in which there are records, and the number of each from it on."""
    years = years_of_records(held)
    return years.start, np.array([codes(held).number["year", str(year)] for year in years], dtype=np.int64)


@standing
def codes_of_work(held: Held) -> dict[str, np.ndarray]:
    """The number of each row of `programmes` and of `components`."""
    return {axis: codes(held).numbers(axis, held[f"{axis}s"][f"{axis}_id"]) for axis in TOLD_BY["work_units"]}


@standing
def codes_of_people(held: Held) -> tuple[np.ndarray, ...]:
    """The numbers that each row of `people_cells` has by itself, by axis."""
    table, known = held["people_cells"], codes(held)
    years = known.numbers("year", column(None if one == NONE else str(one // 12) for one in table["month"].tolist()))
    return *(known.of(table, axis) for axis in TOLD_BY["people_cells"]), years


Sides = tuple[np.ndarray, np.ndarray]  # numbers of codes, and the indicators that are told by them


def people_sides(chosen: Chosen) -> list[Sides]:
    held, rows = chosen.held, chosen_people(chosen)
    if not len(rows):
        return []
    counted = chosen_counted(chosen, "participations")
    which, row = counted.rows.join(unit_rows(held)[held["people_cells"]["unit"][rows]])
    own = [numbers[rows][which] for numbers in codes_of_people(held)]
    of_work = [np.append(numbers, -1)[counted.keys[axis][row]] for axis, numbers in codes_of_work(held).items()]
    return [(numbers, counted.indicator[row]) for numbers in (*own, *of_work)]


@dataclass(frozen=True)
class There:
    """The rows of `reached` that a selection leaves, and in which years each has records (by year and row)."""

    own: Reached
    rows: np.ndarray
    years: range
    in_year: np.ndarray

    def units_by_year(self, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The record units, and years, of the rows that are marked."""
        unit = self.own.unit[self.rows]
        first = begins(unit)
        year, place = np.nonzero(np.logical_or.reduceat(self.in_year & marks, first, axis=1))
        return unit[first][place], year + self.years.start

    def with_records(self, is_any: bool) -> There:
        """Those of the rows that have any in these years; all of them, where no time is chosen."""
        if is_any:
            return self
        found = self.in_year.any(axis=0)
        return There(self.own, self.rows[found], self.years, self.in_year[:, found])


def there_in_time(chosen: Chosen, own: Reached, rows: np.ndarray) -> There:
    """Rows by the years in which they have records. An activity counts at its first day, which a period must hold."""
    begun, steps = own.first * own.months, len(own.so_far) - 1
    first, last = chosen.months or (begun, begun + steps * own.months - 1)
    low, high = max(first, begun), min(last, begun + steps * own.months - 1)
    years = range(low // 12, high // 12 + 1) if low <= high else range(0)
    months = [*(max(low, year * 12) for year in years), high + 1]
    so_far = own.so_far[own.before(np.array(months))][:, rows]
    in_year = so_far[1:] > so_far[:-1]
    if years and len(own.backwards[0]):
        row, month, until = own.backwards
        place = np.full(len(own.unit), -1)
        place[rows] = np.arange(len(rows))
        found = (place[row] >= 0) & (month >= first) & (month <= last)
        if chosen.months:
            found &= until >= first
        in_year[month[found] // 12 - years.start, place[row[found]]] = True
    return There(own, rows, years, in_year).with_records(chosen.months is None)


def there_of(chosen: Chosen, name: str, wanted: np.ndarray) -> There:
    """What the selection leaves of a roll-up of records, of these record units."""
    own = reached(chosen.held, name)
    passing = wanted[own.unit]
    if chosen.params["places"]:
        here = chosen.held["place_shares"].codes("place_id")[shares_here(chosen)]
        passing &= marked(here, len(codes_of_places(chosen.held)[0]))[own.place]
    if chosen.params["sectors"]:
        passing &= chosen_party_sets(chosen)[own.party_set]
    return there_in_time(chosen, own, np.flatnonzero(passing))


def record_sides(chosen: Chosen) -> list[Sides]:
    """What activities are told by that indicators count, or count the places of: those need a municipality."""
    if not (wanted := counted_units(chosen, "activities", "places")).any():
        return []
    needed = {"month" if chosen.months else "year"} | ({"party"} if chosen.params["sectors"] else set())
    name = cube.records_for(needed, chosen.held.rows)
    if name == cube.RECORDS_VIEW or reached(chosen.held, name) is None:
        raise UnansweredError(name)
    there = there_of(chosen, name, wanted)
    in_town = codes_of_places(chosen.held)[1][there.own.place[there.rows]] >= 0
    return [*sides_of(chosen, "activities", there, np.ones_like(in_town)), *sides_of(chosen, "places", there, in_town)]


def sides_of(chosen: Chosen, source: str, there: There, marks: np.ndarray) -> list[Sides]:
    """What the indicators of a source are told by, of the rows that are marked: years, work and places."""
    held, counted = chosen.held, chosen_counted(chosen, source)
    if not len(counted.indicator):
        return []
    unit, year = there.units_by_year(marks)
    which, row = counted.rows.join(unit)
    first, numbers = codes_of_years(held)
    found = [(numbers[year[which] - first], counted.indicator[row])]
    rows = there.rows[marks]
    _, row = counted.rows.join(np.flatnonzero(marked(there.own.unit[rows], most_record_unit(held))))
    for axis, numbers in codes_of_work(held).items():
        found.append((np.append(numbers, -1)[counted.keys[axis][row]], counted.indicator[row]))
    which, row = counted.rows.join(there.own.unit[rows])
    indicator, place = Groups(counted.indicator[row], there.own.place[rows[which]]).keys
    return found + [(numbers[place], indicator) for numbers in codes_of_places(held)]


def contributed_sides(chosen: Chosen) -> Sides:
    """What amounts of money are told by."""
    row, number, indicator = sides_of_amounts(chosen.held)
    passing = np.zeros(chosen.held["contributed_values"].rows, dtype=bool)
    passing[contributed_atoms(chosen)] = True
    return number[passing[row]], indicator[passing[row]]


@answers
def indicator_sides(chosen: Chosen) -> Columns:
    held, known = chosen.held, codes(chosen.held)
    sides = [*record_sides(chosen), *people_sides(chosen), contributed_sides(chosen)]
    number, indicator = (np.concatenate([side[n] for side in sides]) for n in range(2))
    country = np.append(known.country_of, -1)[number]
    row, stated, of_stated, is_target = sides_of_values(held)
    is_told = stated_atoms(chosen)[row]
    stated, of_stated, is_target = stated[is_told], of_stated[is_told], is_target[is_told]
    rank = held["indicators_named"].codes("indicator_id")
    number = np.concatenate([number, country, stated])
    owner = rank[np.concatenate([indicator, indicator, of_stated])]
    is_value = np.append(np.ones(2 * len(indicator), dtype=bool), ~is_target)
    coded = number >= 0
    told = Groups(number[coded], owner[coded])
    number, owner = told.keys
    names = known.names["es" if chosen.params["lang"] == "es" else "en"]
    identity = held["indicators_named"].values("indicator_id")
    return {
        "indicator_id": identity[owner],
        "axis": known.axis[number],
        "code": known.code[number],
        "code_name": names[number],
        "has_value": told.any(is_value[coded]),
        "has_target": told.any(~is_value[coded]),
        "evidence": prefixed("indicators", identity)[owner],
    }
