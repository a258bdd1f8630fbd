"""What values, targets and records of indicators are told by: years, places, components, programmes and groups."""

from __future__ import annotations

import numpy as np

from analytics import cube
from analytics.arrays.chosen import Chosen, UnansweredError, kept
from analytics.arrays.counted import (
    OF_UNITS,
    Weights,
    all_weights,
    areas_of_shares,
    chosen_counted,
    chosen_mixes,
    chosen_people,
    contributed_atoms,
    counted_units,
    in_period,
    mixes,
    most_record_unit,
    record_cells,
    record_roll_up,
    weights,
)
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.results import group_words
from analytics.arrays.saying import Columns, answers, column, prefixed
from analytics.arrays.stated import stated_atoms
from analytics.arrays.totals import KINDS

AXES = (
    "age_group", "breakdown", "component", "country", "department", "municipality", "population_group", "programme",
    "sex", "year",
)  # fmt: skip
BY_ID = ("country", "department", "municipality", "component", "programme")
OF_PEOPLE = ("department", "municipality", "sex", "age_group", "population_group")
# the tables whose columns say what is told by an axis
SOURCES = {
    "stated_values": AXES,
    "place_shares": ("department", "municipality"),
    "people_cells": OF_PEOPLE,
    "contributed_values": ("year", "department", "municipality", "component", "programme"),
}
MOST_MARKS = 100_000_000  # bytes
VALUES = [KINDS.index("actual"), KINDS.index("published_total")]
Told = tuple[np.ndarray, np.ndarray]  # indicators (rows of `indicators_named`), and codes among the words of an axis


def column_of(axis: str) -> str:
    return f"{axis}_id" if axis in BY_ID else axis


@standing
def axis_words(held: Held, axis: str) -> tuple[np.ndarray, dict[str, int]]:
    """All words that an axis can have, in order, and the code of each."""
    found = {
        one for table, axes in SOURCES.items() if axis in axes for one in held[table].values(column_of(axis)).tolist()
    }
    if axis in ("component", "programme"):
        found |= set(held[f"{axis}s"][f"{axis}_id"].tolist())
    if axis == "country":
        found |= set(held["place_lines"].values("country_id").tolist())
    if axis == "year":
        found |= {str(year) for year in range(*years_held(held))}
    words = np.empty(len(found), dtype=object)
    words[:] = sorted(found)
    return words, dict(zip(words.tolist(), range(len(words)), strict=True))


@standing
def years_held(held: Held) -> tuple[int, int]:
    """The first year with records, and the one after the last."""
    months = [held["people_cells"]["month"], month_of_records(held)]
    dated = np.concatenate([own[own != NONE] for own in months])
    return (int(dated.min()) // 12, int(dated.max()) // 12 + 1) if len(dated) else (0, 0)


def month_of_records(held: Held) -> np.ndarray:
    name = next((one for one in ("records_place_year", "records_place_month") if one in held.rows), None)
    return held[name]["month"] if name else np.zeros(0, dtype=np.int64)


@standing
def codes_of(held: Held, table: str, axis: str) -> np.ndarray:
    """What each row of a table is told by on an axis, as a code of its words; -1: nothing."""
    own, (_, code_of) = held[table], axis_words(held, axis)
    known = [code_of[one] for one in own.values(column_of(axis)).tolist()]
    return np.array([*known, -1], dtype=np.int64)[own.codes(column_of(axis))]


@kept
def record_marks(chosen: Chosen) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where and when each record unit has chosen records: three masks by unit.

    In which years (from the first held; the last column without a date), at which areas, and in which years at a
    municipality.
    """
    name = record_roll_up(chosen, "year")
    if not chosen.params["places"] and "month" not in cube.RECORDS[name][1]:
        there = all_marks(chosen.held, name)
        there = there[chosen_mixes(chosen)].any(axis=0) if chosen.params["sectors"] else there[0]
        if chosen.months:
            first, last = (month // 12 - years_held(chosen.held)[0] for month in chosen.months)
            within = np.zeros(there.shape[2], dtype=bool)
            within[max(first, 0) : max(last + 1, 0)] = True
            within[-1] = False
            there = there & within
        towns = areas_of_shares(chosen.held, "municipality")[1]["municipality"] >= 0
        return there.any(axis=1), there.any(axis=2), there[:, towns].any(axis=1)
    name, index = record_cells(chosen, "year")
    table = chosen.held[name]
    columns = [
        table[one] if index is None else table[one][index] for one in ("record_unit", "place_set", "month", "until")
    ]
    passing = np.flatnonzero(
        counted_units(chosen, "activities", "places")[columns[0]] & in_period(chosen, name, *columns[2:])
    )
    return marks_of(chosen.held, weights(chosen, "municipality"), *(values[passing] for values in columns[:3]))


@standing
def all_marks(held: Held, name: str) -> np.ndarray:
    """Whether there are records, by mix of sectors (one where those are not told), record unit, area and year."""
    first, last = years_held(held)
    table, own = held[name], all_weights(held, "municipality")
    areas = len(areas_of_shares(held, "municipality")[1]["municipality"])
    is_mixed = "party" in cube.RECORDS[name][1]
    shape = (len(mixes(held)[1]) if is_mixed else 1, most_record_unit(held) + 1, areas, last - first + 1)
    if np.prod(shape, dtype=float) > MOST_MARKS:
        raise UnansweredError(str(shape))
    which, row = own.rows.join(table["place_set"])
    month = table["month"]
    year = np.where(month == NONE, last - first, month // 12 - first)
    mix = mixes(held)[0][table["party_set"]] if is_mixed else np.zeros(table.rows, dtype=np.int64)
    found = np.zeros(shape, dtype=bool)
    found[mix[which], table["record_unit"][which], own.area[row], year[which]] = True
    return found


def marks_of(held: Held, own: Weights, unit: np.ndarray, sets: np.ndarray, month: np.ndarray) -> tuple:
    first, last = years_held(held)
    units, areas = most_record_unit(held) + 1, areas_of_shares(held, "municipality")[1]["municipality"]
    year = np.where(month == NONE, last - first, month // 12 - first)
    is_town = np.zeros(len(own.rows.starts) - 1, dtype=bool)
    lies_in = np.repeat(np.arange(len(is_town)), np.diff(own.rows.starts))
    is_town[lies_in[areas[own.area[own.rows.rows]] >= 0]] = True
    years, of_towns = (np.zeros((units, last - first + 1), dtype=bool) for _ in range(2))
    years[unit, year] = True
    in_town = is_town[sets]
    of_towns[unit[in_town], year[in_town]] = True
    in_sets = np.zeros((units, len(is_town)), dtype=bool)
    in_sets[unit, sets] = True
    at, which = np.nonzero(in_sets)
    pair, row = own.rows.join(which)
    in_areas = np.zeros((units, len(areas)), dtype=bool)
    in_areas[at[pair], own.area[row]] = True
    return years, in_areas, of_towns


def records_told(chosen: Chosen, source: str, axis: str) -> Told:
    """By what the records of a source (activities, places) tell indicators on an axis."""
    held, counted = chosen.held, chosen_counted(chosen, source)
    years, in_areas, of_towns = record_marks(chosen)
    dated = of_towns if source == "places" else years
    wanted = counted_units(chosen, source)
    if axis in ("department", "municipality"):
        _, places = areas_of_shares(held, "municipality")
        unit, area = np.nonzero(in_areas & wanted[:, None])
        if source == "places":
            is_town = places["municipality"][area] >= 0
            unit, area = unit[is_town], area[is_town]
        code = share_codes(held, axis)[places[axis][area]]
    elif axis == "year":
        unit, year = np.nonzero(dated[:, :-1] & wanted[:, None])
        code = year_codes(held)[year]
    elif axis in OF_UNITS[:2]:
        unit = np.flatnonzero(dated.any(axis=1) & wanted)
        which, row = counted.rows.join(unit)
        return counted.indicator[row], named_codes(held, axis)[counted.keys[axis][row]]
    else:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    which, row = counted.rows.join(unit)
    return counted.indicator[row], code[which]


@standing
def share_codes(held: Held, axis: str) -> np.ndarray:
    """The code of each place among the words of its axis, by its code in `place_shares`; the last: none."""
    _, code_of = axis_words(held, axis)
    return np.array(
        [*(code_of[one] for one in held["place_shares"].values(column_of(axis)).tolist()), -1], dtype=np.int64
    )


@standing
def year_codes(held: Held) -> np.ndarray:
    """The code of each year with records among the words of years; the last: none."""
    _, code_of = axis_words(held, "year")
    return np.array([*(code_of[str(one)] for one in range(*years_held(held))), -1], dtype=np.int64)


@standing
def named_codes(held: Held, axis: str) -> np.ndarray:
    """The code of each component or programme among the words of its axis, by row of its table; the last: none."""
    _, code_of = axis_words(held, axis)
    return np.array([*(code_of[one] for one in held[f"{axis}s"][f"{axis}_id"].tolist()), -1], dtype=np.int64)


def people_told(chosen: Chosen, axis: str) -> Told:
    """By what the people who took part tell indicators on an axis."""
    held, rows, counted = chosen.held, chosen_people(chosen), chosen_counted(chosen, "participations")
    table = held["people_cells"]
    number = np.full(int(held["work_units"]["unit"].max(initial=0)) + 1, -1)
    number[held["work_units"]["unit"]] = np.arange(held["work_units"].rows)
    which, row = counted.rows.join(number[table["unit"][rows]])
    if axis in OF_PEOPLE:
        return counted.indicator[row], codes_of(held, "people_cells", axis)[rows[which]]
    if axis in OF_UNITS[:2]:
        return counted.indicator[row], named_codes(held, axis)[counted.keys[axis][row]]
    if axis != "year" or not len(rows):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    month = table["month"][rows[which]]
    return counted.indicator[row], year_codes(held)[np.where(month == NONE, -1, month // 12 - years_held(held)[0])]


def money_told(chosen: Chosen, axis: str) -> Told:
    """By what amounts of money tell indicators on an axis."""
    held, rows = chosen.held, contributed_atoms(chosen)
    if axis not in SOURCES["contributed_values"]:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return (
        held.refers("contributed_values", "indicator_id", "indicators_named")[rows],
        codes_of(held, "contributed_values", axis)[rows],
    )


def counted_told(chosen: Chosen, axis: str) -> Told:
    """By what all that indicators are counted from tells them on an axis; countries are those of its departments."""
    own = "department" if axis == "country" else axis
    parts: list[Told] = [records_told(chosen, source, own) for source in ("activities", "places")]
    parts += [tell(chosen, own) for tell in (people_told, money_told)]
    indicator, code = (np.concatenate([part[n] for part in parts]) for n in range(2))
    return indicator, countries_of_departments(chosen.held)[code] if axis == "country" else code


@standing
def countries_of_departments(held: Held) -> np.ndarray:
    """The country of each code of a department, as a code of its axis; -1: none."""
    lines, (_, code_of) = held["place_lines"], axis_words(held, "country")
    country = dict(zip(lines["place_id"].tolist(), lines["country_id"].tolist(), strict=True))
    words = axis_words(held, "department")[0].tolist()
    return np.array([*(code_of.get(country.get(one), -1) for one in words), -1], dtype=np.int64)


@standing
def stated_codes(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """The indicator and the kind of each stated value."""
    table = held["stated_values"]
    kinds = [KINDS.index(one) for one in table["kind"].tolist()]
    return held.refers("stated_values", "indicator_id", "indicators_named"), np.array(kinds, dtype=np.int64)


@answers
def indicator_sides(chosen: Chosen) -> Columns:
    held = chosen.held
    table, rank = held["indicators_named"], held["indicators_named"].codes("indicator_id")
    of, kind = stated_codes(held)
    rows = np.flatnonzero(stated_atoms(chosen) & (kind != KINDS.index("baseline")))
    parts: list[tuple[np.ndarray, ...]] = []
    for axis in AXES:
        counted, counted_code = counted_told(chosen, axis)
        indicator = np.append(rank[of[rows]], np.append(rank, -1)[counted])
        code = np.append(codes_of(held, "stated_values", axis)[rows], counted_code)
        is_value = np.append(np.isin(kind[rows], VALUES), np.ones(len(counted), dtype=bool))
        is_target = np.append(kind[rows] == KINDS.index("target"), np.zeros(len(counted), dtype=bool))
        known = np.flatnonzero(code >= 0)
        groups = Groups(code[known], indicator[known])
        code, indicator = groups.keys
        names = axis_names(held, axis, str(chosen.params["lang"]))
        parts.append((
            indicator, np.full(groups.count, axis, dtype=object), axis_words(held, axis)[0][code], names[code],
            groups.any(is_value[known]), groups.any(is_target[known]),
        ))  # fmt: skip
    indicator, axis, code, name, has_value, has_target = (np.concatenate(own) for own in zip(*parts, strict=True))
    codes = table.values("indicator_id")
    return {
        "indicator_id": codes[indicator],
        "axis": axis,
        "code": code,
        "code_name": name,
        "has_value": has_value,
        "has_target": has_target,
        "evidence": prefixed("indicators", codes)[indicator],
    }


@standing
def axis_names(held: Held, axis: str, lang: str) -> np.ndarray:
    """What the words of an axis are called."""
    known, at = group_words(held).get(axis, {}), int(lang == "es")
    return column(known[one][at] if one in known else None for one in axis_words(held, axis)[0].tolist())
