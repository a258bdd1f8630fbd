"""What a selection leaves, as masks and as the cells that pass; each part is worked out once for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps

import numpy as np

from analytics import cube
from analytics.arrays.grouping import Groups, Lists, ranges
from analytics.arrays.held import NONE, Held, Made, rows_by_number, standing

VARIANTS_KEPT, LARGE = 60, 8_000_000  # parts with words of their own (Results has five ways), and bytes of one
MOST_KEPT = 50_000  # cells that pass: more are looked for again, so that selections cost little memory
OF_UNITS = ("partnerships", "provenances", "issues", "components", "kinds")


class UnansweredError(Exception):
    """Arrays do not tell this; the question's SQL does."""


class Chosen:
    """A selection of one role: its parameters, and what is worked out for it (see `kept`)."""

    def __init__(self, held: Held, params: Mapping[str, object]) -> None:
        self.held, self.params = held, params
        self._made: dict[tuple, object] = {}
        self._variants: OrderedDict[tuple, object] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, make: Callable, *own: object) -> object:
        """A part, kept; of those with words of their own the last ones are, unless they are large."""
        kept = self._variants if own else self._made
        if (found := kept.get((make, own))) is None:
            found = make(self, *own)
            if not own or size_of(found) <= LARGE:
                kept[make, own] = found
        if own:
            with self._lock:
                while len(kept) > VARIANTS_KEPT:
                    kept.popitem(last=False)
                if (make, own) in kept:
                    kept.move_to_end((make, own))
        return found

    def cells(self, *dimensions: str) -> Cells:
        """The cells that pass the filters, of the roll-up with fewest rows that tells these dimensions apart."""
        key = (Cells, self.roll_up(*dimensions))
        if (found := self._made.get(key)) is None:
            found = cells_of(self, key[1])
            if found.rows <= MOST_KEPT:
                self._made[key] = found
        return found

    def roll_up(self, *dimensions: str) -> str:
        """That roll-up's name; raises UnansweredError where only the rows tell."""
        name = cube.cells_for(self.narrowed() | {*dimensions}, self.held.rows)
        if name == cube.ROWS_VIEW:
            raise UnansweredError(name)
        return name

    def narrowed(self) -> set[str]:
        """The dimensions that the filters need: whole years and whole divisions where no more is chosen."""
        found = {"party"} if self.params["sectors"] else set()
        if places := self.params["places"]:
            found.add("division" if divisions(self.held).issuperset(places) else "place")
        if first := self.params["period_from"]:
            found.add("year" if (first.month, self.params["period_to"].month) == (1, 12) else "month")
        return found

    @property
    def months(self) -> tuple[int, int] | None:
        """The first and the last month of the period, counted from the year 0; none where all time is chosen."""
        first, last = self.params["period_from"], self.params["period_to"]
        return (month_of(first), month_of(last)) if first else None

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day of the period, counted from 1970."""
        first, last = self.params["period_from"], self.params["period_to"]
        return (day_of(first), day_of(last)) if first else None

    def passes(self, name: str, values: np.ndarray) -> np.ndarray:
        """The rows whose value is one of those that a filter names; all of them where it is off."""
        if not (codes := self.params[name]):
            return np.ones(len(values), dtype=bool)
        wanted = set(codes)
        return np.fromiter((one in wanted for one in values.tolist()), bool, len(values))

    def among(self, name: str, table: str, column: str = "") -> np.ndarray:
        """The same over a column of a table (else that of the filter's own name)."""
        held = self.held[table]
        column = column or f"{name.removesuffix('s')}_id"
        if not self.params[name]:
            return np.ones(held.rows, dtype=bool)
        return np.append(self.passes(name, held.values(column)), False)[held.codes(column)]


def size_of(part: object) -> int:
    """Bytes of the arrays that a part is made of."""
    if isinstance(part, np.ndarray):
        return part.nbytes
    if isinstance(part, tuple | list):
        return sum(map(size_of, part))
    if isinstance(part, dict):
        return size_of(list(part.values()))
    return size_of(list(vars(part).values())) if hasattr(part, "__dict__") else 0


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """A part of answers that depends on the selection (and on words of its own): worked out once for each."""

    @wraps(make)
    def found(chosen: Chosen, *own: object) -> Made:
        return chosen.once(make, *own)

    return found


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def day_of(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


@standing
def divisions(held: Held) -> set[str]:
    """The countries and first-level divisions, by code."""
    places = held["places"]
    return {
        code
        for code, level in zip(places["place_id"].tolist(), places["level"].tolist(), strict=True)
        if level in ("country", "department")
    }


class Cells:
    """Cells by their columns; the row of table `work_units` that each is of is in `unit_row`."""

    def __init__(
        self,
        held: Held,
        column: Callable[[str], np.ndarray],
        codes: Callable[[str], np.ndarray] | None = None,
        picked: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> None:
        self._column, self._codes, self._picked = column, codes, picked
        unit = column("unit")
        self.unit_row = unit_rows(held)[unit]
        self.rows = len(unit)

    def __getitem__(self, column: str) -> np.ndarray:
        return self._column(column)

    def codes(self, column: str) -> np.ndarray:
        """The words of a column as their numbers (see `Table.codes`)."""
        return self._codes(column)

    def picked(self, values: np.ndarray) -> np.ndarray:
        """What there is by row of the roll-up, of these cells."""
        return self._picked(values)


@standing
def unit_rows(held: Held) -> np.ndarray:
    """The row of table `work_units` by the number of a unit."""
    return rows_by_number(held["work_units"]["unit"])


def whole_cells(held: Held, name: str) -> Cells:
    """All cells of a table."""
    return Cells(held, held[name].__getitem__, held[name].codes, lambda values: values)


def cells_of(chosen: Chosen, name: str, among: np.ndarray | None = None) -> Cells:
    """The cells of a roll-up that pass every filter; of the sets of places in the mask `among` alone."""
    held, index = chosen.held, None
    table = held[name]

    def narrow(passes: np.ndarray, column: str) -> None:
        nonlocal index
        values = table[column] if index is None else table[column][index]
        found = np.flatnonzero(passes[values])
        index = found if index is None else index[found]

    if chosen.params["places"] or among is not None:
        first, until = spans_of_sets(held, name)
        sets = chosen_place_sets(chosen) if among is None else among & chosen_place_sets(chosen)
        sets = np.flatnonzero(sets[: len(first)])
        index = ranges(first[sets], until[sets])
    if any(chosen.params[name] for name in OF_UNITS):
        narrow(chosen_units(chosen), "unit")
    if chosen.params["sectors"]:
        narrow(chosen_party_sets(chosen), "party_set")
    if months := chosen.months:
        begin, end = (table[name] if index is None else table[name][index] for name in ("from_month", "to_month"))
        # a cell without a month is in no period
        found = np.flatnonzero((begin <= months[1]) & (begin != NONE) & (end >= months[0]))
        index = found if index is None else index[found]

    def picked(values: np.ndarray) -> np.ndarray:
        return values if index is None else values[index]

    return Cells(held, lambda column: picked(table[column]), lambda column: picked(table.codes(column)), picked)


@standing
def spans_of_sets(held: Held, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Where the cells of each set of places begin and end in a roll-up, by the set's number: they are in that order."""
    sets = held[name]["place_set"]
    numbers = np.arange(int(sets.max(initial=-1)) + 1)
    return tuple(np.searchsorted(sets, numbers, side=side) for side in ("left", "right"))


@kept
def cells_in_places(chosen: Chosen) -> Cells:
    """The cells that pass, by place, with no more of their time than that: units stand for all of their work."""
    own = chosen.params
    is_by_heads = cube.HEADS_FROM in chosen.held.rows and not (own["components"] or own["kinds"] or own["sectors"])
    return cells_of_period(chosen) if is_by_heads and own["period_from"] else chosen.cells("place")


def cells_of_period(chosen: Chosen) -> Cells:
    """What has begun by the period's end less what ended before it, as the text `cells_of_period` of the cube has it.

    So a long period costs no more than a month. What ends before it begins stands as it is.
    """
    held, (first, last) = chosen.held, chosen.months
    so_far, backwards = held["work_so_far"], held["work_backwards"]
    passing = [held_cells(chosen, name) for name in ("work_so_far", "work_backwards")]

    def standing_at(month: int) -> np.ndarray:
        begun = np.searchsorted(so_far["from_month"], month, side="right")
        found = np.flatnonzero(so_far["until_month"][:begun] > month)
        return found[passing[0][found]]

    begun, ended = standing_at(last), standing_at(first)
    at = Groups(*(np.concatenate((so_far[name][begun], so_far[name][ended])) for name in ("unit", "place_set")))
    many = at.sum(np.concatenate((so_far["begun"][begun], -so_far["ended"][ended])))
    back = np.flatnonzero(passing[1] & (backwards["from_month"] <= last) & (backwards["to_month"] >= first))
    columns = {
        "unit": np.append(at.keys[0][many > 0], backwards["unit"][back]),
        "place_set": np.append(at.keys[1][many > 0], backwards["place_set"][back]),
        "activities": np.append(many[many > 0], backwards["activities"][back]),
    }
    return Cells(held, columns.__getitem__)


def held_cells(chosen: Chosen, name: str) -> np.ndarray:
    """The rows of a table of cells whose unit and places pass, as a mask."""
    table = chosen.held[name]
    found = chosen_units(chosen)[table["unit"]]
    return found & chosen_place_sets(chosen)[table["place_set"]] if chosen.params["places"] else found


@kept
def chosen_places(chosen: Chosen) -> np.ndarray:
    """The places of the selection and all places inside them, as a mask over `place_lines`; all without a filter."""
    lines = chosen.held["place_lines"]
    if not chosen.params["places"]:
        return np.ones(lines.rows, dtype=bool)
    columns = ("place_id", "parent_id", "grandparent_id")
    return np.logical_or.reduce([chosen.passes("places", lines[name]) for name in columns])


def by_place(chosen: Chosen, table: str, column: str = "place_id") -> np.ndarray:
    """The rows of a table at a chosen place; all of them without that filter."""
    if not chosen.params["places"]:
        return np.ones(chosen.held[table].rows, dtype=bool)
    return np.append(chosen_places(chosen), False)[chosen.held.refers(table, column, "place_lines", "place_id")]


@kept
def chosen_place_sets(chosen: Chosen) -> np.ndarray:
    """The sets of places that hold a chosen one, by number."""
    sets, most = chosen.held["place_sets"]["place_set"], most_place_set(chosen.held)
    if not chosen.params["places"]:
        return np.ones(most + 1, dtype=bool)
    return marked(sets[by_place(chosen, "place_sets")], most)


@standing
def most_place_set(held: Held) -> int:
    """The largest number of a set of places; that without places has one too, in the cells alone."""
    return most_in(held, "place_sets", "place")


@kept
def chosen_party_sets(chosen: Chosen) -> np.ndarray:
    """The sets of organisations that hold one of a chosen sector, by number."""
    held = chosen.held
    of_sector = np.append(chosen.passes("sectors", held["organisations"]["sector"]), False)
    here = of_sector[held.refers("party_sets", "organisation_id", "organisations")]
    return marked(held["party_sets"]["party_set"][here], most_party_set(held))


@standing
def most_party_set(held: Held) -> int:
    return most_in(held, "party_sets", "party")


def most_in(held: Held, table: str, dimension: str) -> int:
    """The largest number of a set, of those in its table and those that cells have."""
    column = f"{dimension}_set"
    found = [held[table][column]]
    if (name := cube.cells_for({dimension}, held.rows)) != cube.ROWS_VIEW:
        found.append(held[name][column])
    return max(int(numbers.max(initial=0)) for numbers in found)


def marked(numbers: np.ndarray, most: int) -> np.ndarray:
    """A mask over the numbers from 0 to `most` that marks some of them."""
    found = np.zeros(most + 1, dtype=bool)
    found[numbers] = True
    return found


@kept
def chosen_unit_rows(chosen: Chosen) -> np.ndarray:
    """The kinds of activities that pass the filters on what an activity is, by row of table `work_units`."""
    held = chosen.held
    units = held["work_units"]
    columns = {
        "partnerships": "partnership_id", "provenances": "provenance", "components": "component_id", "kinds": "kind",
    }  # fmt: skip
    found = np.logical_and.reduce([chosen.passes(name, units[column]) for name, column in columns.items()])
    if chosen.params["issues"]:
        named = open_issues(held)[chosen.passes("issues", held["issues"]["issue_type_id"])[open_issues(held)]]
        activities = {one for one in held["issues"]["activity_id"][named].tolist() if one is not None}
        linked = held["issue_links"]["programme_id"][chosen.passes("issues", held["issue_links"]["issue_type_id"])]
        programmes = set(linked.tolist())
        about = [
            single in activities or programme in programmes
            for single, programme in zip(units["single_id"].tolist(), units["programme_id"].tolist(), strict=True)
        ]
        found &= np.array(about, dtype=bool)
    return found


@standing
def open_issues(held: Held) -> np.ndarray:
    """The rows of table `issues` that everybody may read."""
    return np.flatnonzero(held["issues"]["disclosure"] == "open")


@kept
def chosen_units(chosen: Chosen) -> np.ndarray:
    """The same by the number of the unit."""
    return np.append(chosen_unit_rows(chosen), False)[unit_rows(chosen.held)]


@standing
def places_of_sets(held: Held) -> Lists:
    """The rows of table `place_sets` by the number of their set."""
    return Lists.of(held["place_sets"]["place_set"], most_place_set(held) + 1)


@standing
def parties_of_sets(held: Held) -> Lists:
    """The rows of table `party_sets` by the number of their set."""
    return Lists.of(held["party_sets"]["party_set"], most_party_set(held) + 1)
