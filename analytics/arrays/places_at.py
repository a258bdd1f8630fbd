"""Which area of a level a set of places names."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen, by_place, kept, most_place_set
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import Held, Table, standing

# the column of `place_lines` that has the area of each level, and how exactly a place is known for it
AREAS = {"municipality": "municipality_id", "department": "department_id", "country": "country_id"}
POINTS, WIDE = ("exact", "municipality", "city"), ("country", "named_region")


@standing
def area_codes(held: Held, table: str, level: str) -> np.ndarray:
    """The area of a level that each row of a table of places lies in, as a code of its column; -1: none."""
    lines = held["place_lines"]
    place = held.refers(table, "place_id", "place_lines")
    codes = np.append(lines.codes(AREAS[level]), -1)[place]
    if level == "country":
        return codes
    exactness = held[table]["exactness"].tolist()
    known = [(one in POINTS) if level == "municipality" else (one is not None and one not in WIDE) for one in exactness]
    return np.where(np.array(known, dtype=bool), codes, -1)


def areas_of(held: Held, level: str) -> np.ndarray:
    """The codes of areas of a level, as words."""
    lines: Table = held["place_lines"]
    return lines.values(AREAS[level])


@kept
def sets_at(chosen: Chosen, level: str) -> tuple[Lists, np.ndarray, np.ndarray]:
    """The areas of a level that each set of places names, each once; with places chosen, of those places alone.

    Their rows by set; the area of each, and the place (by its code) where that is no finer than above the level.
    """
    held = chosen.held
    if chosen.params["places"]:
        return _sets_at(held, level, by_place(chosen, "place_sets"))
    return all_sets_at(held, level)


@standing
def all_sets_at(held: Held, level: str) -> tuple[Lists, np.ndarray, np.ndarray]:
    return _sets_at(held, level, np.ones(held["place_sets"].rows, dtype=bool))


def _sets_at(held: Held, level: str, passing: np.ndarray) -> tuple[Lists, np.ndarray, np.ndarray]:
    rows = np.flatnonzero(passing)
    area = area_codes(held, "place_sets", level)[rows]
    own = held["place_lines"].codes("place_id")[held.refers("place_sets", "place_id", "place_lines")[rows]]
    told = Groups(held["place_sets"]["place_set"][rows], area, np.where(area < 0, own, -1))
    place_set, area, coarser = told.keys
    return Lists.of(place_set, most_place_set(held) + 1), area, coarser


def at_areas(chosen: Chosen, level: str, place_set: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each place in `place_set` with every area that its set names, and with none (-1) where it names none.

    Three arrays: the place in `place_set`, the area and the coarser place.
    """
    lists, area, coarser = sets_at(chosen, level)
    which, row = lists.join(place_set)
    nowhere = np.ones(len(place_set), dtype=bool)
    nowhere[which] = False
    none = np.flatnonzero(nowhere)
    empty = np.full(len(none), -1)
    return np.append(which, none), np.append(area[row], empty), np.append(coarser[row], empty)
