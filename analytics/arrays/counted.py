"""Indicators that are counted from records: activities by their shares at places, places, people, amounts of money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics import cube
from analytics.arrays.chosen import (
    Chosen,
    UnansweredError,
    by_place,
    chosen_party_sets,
    chosen_place_sets,
    chosen_unit_rows,
    chosen_units,
    kept,
    marked,
    most_party_set,
    most_place_set,
    spans_of_sets,
)
from analytics.arrays.grouping import Groups, Lists, ranges
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.saying import column
from analytics.arrays.totals import KINDS, Grouped
from analytics.arrays.work import distinct, units_of

PLACES = ("country", "department", "municipality")
ACTUAL = KINDS.index("actual")


@dataclass(frozen=True)
class Counting:
    """Which indicators count which units: a row per indicator and unit, by rows of their tables; `source` is one of
    activities, places and participations."""

    indicator: np.ndarray
    unit: np.ndarray
    source: np.ndarray


@standing
def counting(held: Held) -> Counting:
    indicators, units = held["indicators"], held["work_units"]
    of_unit: dict[tuple, list[int]] = {}
    columns = (units[name].tolist() for name in ("partnership_id", "programme_id", "kind"))
    for row, (partnership, programme, kind) in enumerate(zip(*columns, strict=True)):
        of_unit.setdefault((partnership, programme, kind), []).append(row)
    names = ("indicator_id", "partnership_id", "programme_id", "counted_kind", "counted_from")
    number = held.row_of("indicators_named", "indicator_id")
    found = []
    for code, partnership, programme, kind, source in zip(*(indicators[name].tolist() for name in names), strict=True):
        if source not in ("activities", "places", "participations") or code not in number:
            continue
        is_any = source == "participations" and kind is None
        for (owner, of, own), rows in of_unit.items():
            if owner == partnership and programme in (None, of) and (is_any or (kind is not None and kind == own)):
                found += [(number[code], row, source) for row in rows]
    told = list(zip(*found, strict=True)) if found else [(), (), ()]
    return Counting(np.array(told[0], dtype=np.int64), np.array(told[1], dtype=np.int64), column(told[2]))


@standing
def record_unit_rows(held: Held) -> np.ndarray:
    """The record unit of each row of `work_units`; -1: no indicator counts it."""
    table, number = held["record_units"], dict.fromkeys(held["work_units"]["unit"].tolist(), -1)
    number |= dict(zip(table["unit"].tolist(), table["record_unit"].tolist(), strict=True))
    return np.fromiter(number.values(), np.int64, len(number))


@dataclass(frozen=True)
class Counted:
    """What each record unit counts for, of one source: indicator, and the programme, component and partnership.

    `kind` is the number of what these four are together, and `kinds` has a row of each.
    """

    rows: Lists
    indicator: np.ndarray
    keys: dict[str, np.ndarray]
    kind: np.ndarray
    kinds: np.ndarray


@kept
def chosen_counted(chosen: Chosen, source: str) -> Counted:
    held, units = chosen.held, units_of(chosen.held)
    told = counting(held)
    rows = np.flatnonzero((told.source == source) & chosen_unit_rows(chosen)[told.unit])
    unit = told.unit[rows]
    number = record_unit_rows(held)[unit] if source != "participations" else unit
    found = Groups(number, told.indicator[rows], units.programme[unit], units.component[unit], units.partnership[unit])
    number, indicator, programme, component, _ = found.keys
    partnership = held.refers("indicators_named", "partnership_id", "partnerships")[indicator]
    most = most_record_unit(held) if source != "participations" else held["work_units"].rows
    keys = {"programme": programme, "component": component, "partnership": partnership}
    kinds = Groups(indicator, programme, component, partnership)
    first = np.zeros(kinds.count, dtype=np.int64)
    first[kinds.of] = np.arange(len(indicator))
    return Counted(Lists.of(number, most + 1), indicator, keys, kinds.of, first)


@standing
def most_record_unit(held: Held) -> int:
    return int(held["record_units"]["record_unit"].max(initial=0))


def counted_units(chosen: Chosen, *sources: str) -> np.ndarray:
    """The record units that chosen indicators' sources count, as a mask."""
    found = np.zeros(most_record_unit(chosen.held) + 1, dtype=bool)
    for source in sources:
        starts = chosen_counted(chosen, source).rows.starts
        found |= np.diff(starts)[: len(found)] > 0
    return found


@standing
def areas_of_shares(held: Held, level: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The area of each row of `place_shares` (a municipality, or a division), and the places that each area lies in."""
    table = held["place_shares"]
    names = PLACES if level == "municipality" else PLACES[:2]
    told = Groups(*(table.codes(f"{name}_id") for name in names))
    return told.of, dict(zip(names, told.keys, strict=True))


@standing
def shares_in_order(held: Held) -> np.ndarray:
    """The rows of `place_shares` by set and place, those without one last."""
    table = held["place_shares"]
    codes = [np.where((own := table.codes(f"{name}_id")) < 0, own.max(initial=0) + 1, own) for name in PLACES]
    return np.lexsort((*reversed(codes), table["place_set"]))


@dataclass(frozen=True)
class Weights:
    """What an activity of a set of places counts in each area of it: its rows at places, by shares, and once in all, in
    its country, department and municipality. `rows` lists these by set."""

    rows: Lists
    area: np.ndarray
    places: np.ndarray
    share: np.ndarray
    once: dict[str, np.ndarray]


@kept
def weights(chosen: Chosen, level: str) -> Weights:
    if chosen.params["places"]:
        return weighed(chosen.held, level, shares_here(chosen))
    return all_weights(chosen.held, level)


@standing
def all_weights(held: Held, level: str) -> Weights:
    return weighed(held, level, np.ones(held["place_shares"].rows, dtype=bool))


def shares_here(chosen: Chosen) -> np.ndarray:
    """The rows of `place_shares` at chosen places."""
    return by_place(chosen, "place_shares")


def weighed(held: Held, level: str, passing: np.ndarray) -> Weights:
    table = held["place_shares"]
    order = shares_in_order(held)
    rows = order[passing[order]]
    area, _ = areas_of_shares(held, level)
    place_set = table["place_set"][rows]
    is_next = np.ones(len(rows), dtype=bool)
    is_next[1:] = place_set[1:] != place_set[:-1]
    once = {"none": is_next}
    for name in PLACES:
        codes = table.codes(f"{name}_id")[rows]
        is_next = is_next.copy()
        is_next[1:] |= codes[1:] != codes[:-1]
        once[name] = is_next
    told = Groups(place_set, area[rows])
    sums = {name: told.sum_of(marks) for name, marks in once.items()}
    at_set, at_area = told.keys
    return Weights(
        Lists.of(at_set, most_share_set(held) + 1),
        at_area,
        told.sum_of(np.ones(len(rows))),
        told.sum_of(table["share"][rows]),
        sums,
    )


@standing
def most_share_set(held: Held) -> int:
    return max(most_place_set(held), int(held["place_shares"]["place_set"].max(initial=0)))


class Records:
    """Chosen records by record unit, area and month (of a year its first): some rows of columns that stand ready.

    Besides `unit`, `area`, `mix` (see `mixes`), `month`, `until`, `first_on` and `last_on` what they come to: `atoms`
    (rows at places), `added` (by shares), and each once in all (`none`) and in each country, department, municipality.
    """

    def __init__(self, columns: dict[str, np.ndarray], rows: np.ndarray | None = None) -> None:
        self._columns, self._rows = columns, rows

    def __getitem__(self, name: str) -> np.ndarray:
        values = self._columns[name]
        return values if self._rows is None else values[self._rows]

    def where(self, passing: np.ndarray) -> Records:
        """Those of these rows that pass."""
        if passing.all():
            return self
        found = np.flatnonzero(passing)
        return Records(self._columns, found if self._rows is None else self._rows[found])


def record_cells(chosen: Chosen, time: str) -> tuple[str, np.ndarray | None]:
    """The roll-up of records that tells the time and what the filters need, and its cells at chosen places and of
    chosen organisations by number (none: all)."""
    held = chosen.held
    name = record_roll_up(chosen, time)
    table, index = held[name], None
    if chosen.params["places"]:
        first, until = spans_of_sets(held, name)
        here = held["place_shares"]["place_set"][shares_here(chosen)]
        sets = np.flatnonzero(marked(here, most_share_set(held)))
        sets = sets[sets < len(first)]
        index = ranges(first[sets], until[sets])
    if chosen.params["sectors"]:
        party = table["party_set"] if index is None else table["party_set"][index]
        found = np.flatnonzero(chosen_party_sets(chosen)[party])
        index = found if index is None else index[found]
    return name, index


def record_roll_up(chosen: Chosen, time: str) -> str:
    """The roll-up of records with fewest rows that tells places, the time and what the filters need."""
    held, needed = chosen.held, chosen.narrowed()
    fine = {"year"} if "year" in needed and not has_backwards(held) else set()
    name = cube.records_for({cube.FINER.get(one, one) for one in needed - fine} | fine | {time}, held.rows)
    if name == cube.RECORDS_VIEW:
        raise UnansweredError(name)
    return name


@standing
def has_backwards(held: Held) -> bool:
    """Whether a record may end in a month before it begins, which a whole year does not tell (or has no known end)."""
    name = cube.records_for({"month"}, held.rows)
    return name == cube.RECORDS_VIEW or bool((held[name]["until"] < held[name]["month"]).any())


def in_period(chosen: Chosen, name: str, month: np.ndarray, until: np.ndarray) -> np.ndarray:
    """Records of a roll-up whose first day the period holds."""
    if not (months := chosen.months):
        return np.ones(len(month), dtype=bool)
    found = (month >= months[0]) & (month <= months[1])
    return found & (until >= months[0]) if "month" in cube.RECORDS[name][1] else found


@kept
def records(chosen: Chosen, source: str, time: str, level: str) -> Records:
    """The chosen records of one source (activities, places), told by year or month."""
    wanted = counted_units(chosen, source)
    if not wanted.any():
        name, nothing = record_roll_up(chosen, time), np.zeros(0, dtype=np.int64)
        return added_up(chosen.held, name, source, all_weights(chosen.held, level), nothing)
    if not chosen.params["places"]:
        name = record_roll_up(chosen, time)
        found = all_records(chosen.held, name, source, level)
        passing = wanted[found["unit"]] & in_period(chosen, name, found["month"], found["until"])
        if chosen.params["sectors"]:
            passing &= chosen_mixes(chosen)[found["mix"]]
        return found.where(passing)
    name, index = record_cells(chosen, time)
    table = chosen.held[name]
    unit, month, until = (
        table[one] if index is None else table[one][index] for one in ("record_unit", "month", "until")
    )
    passing = np.flatnonzero(wanted[unit] & in_period(chosen, name, month, until))
    return added_up(chosen.held, name, source, weights(chosen, level), passing if index is None else index[passing])


@standing
def mixes(held: Held) -> tuple[np.ndarray, list[frozenset]]:
    """Which sectors the organisations of each set come from, by its number, as a number of the mixes that there are."""
    sectors = np.append(held["organisations"]["sector"], [None])
    of = held["party_sets"]["party_set"].tolist()
    found: dict[int, set] = {}
    for number, sector in zip(of, sectors[held.refers("party_sets", "organisation_id", "organisations")], strict=True):
        found.setdefault(number, set()).add(sector)
    known: dict[frozenset, int] = {frozenset(): 0}
    number_of = np.zeros(most_party_set(held) + 1, dtype=np.int64)
    for number, own in found.items():
        number_of[number] = known.setdefault(frozenset(own - {None}), len(known))
    return number_of, list(known)


def chosen_mixes(chosen: Chosen) -> np.ndarray:
    """The mixes with a chosen sector, as a mask."""
    wanted = set(chosen.params["sectors"])
    return np.array([not wanted.isdisjoint(mix) for mix in mixes(chosen.held)[1]], dtype=bool)


@standing
def all_records(held: Held, name: str, source: str, level: str) -> Records:
    told = counting(held)
    numbers = record_unit_rows(held)[told.unit[told.source == source]]
    wanted = marked(numbers[numbers >= 0], most_record_unit(held))
    return added_up(held, name, source, all_weights(held, level), np.flatnonzero(wanted[held[name]["record_unit"]]))


def added_up(held: Held, name: str, source: str, own: Weights, index: np.ndarray) -> Records:
    """Cells of a roll-up of records by record unit, area, month and mix of sectors."""
    cells = {
        one: held[name][one][index] for one in ("record_unit", "place_set", "month", "until", "first_on", "last_on")
    }
    which, row = own.rows.join(cells["place_set"])
    if source == "places":  # counts where it is at a municipality alone
        here = areas_of_shares(held, "municipality")[1]["municipality"][own.area[row]] >= 0
        which, row = which[here], row[here]
    width = 1 if "month" in cube.RECORDS[name][1] else 12
    month, until = cells["month"], cells["until"]
    before = np.where((month == NONE) | (until == NONE), -1, month - until)  # mostly 0: it ends no earlier
    mix = mixes(held)[0][held[name]["party_set"][index]] if "party" in cube.RECORDS[name][1] else np.zeros_like(index)
    told = Groups(cells["record_unit"][which], own.area[row], close(month, width)[which], before[which], mix[which])
    many = held[name]["activities"][index][which].astype(float)
    unit, area, step, before, mix = told.keys
    month = months_of(step, month, width)
    columns = {
        "unit": unit, "area": area, "mix": mix, "month": month,
        "until": np.where(before < 0, NONE, month - before), "first_on": told.least(cells["first_on"][which]),
        "last_on": told.most(cells["last_on"][which]), "atoms": told.sum_of(many * own.places[row]),
    }  # fmt: skip
    if source == "places":
        return Records(columns)
    shares = {"added": own.share, **own.once}
    return Records(columns | {one: told.sum_of(many * counts[row]) for one, counts in shares.items()})


def close(month: np.ndarray, width: int) -> np.ndarray:
    """Months by steps of so many as numbers that lie close together, as groups count them in place; 0: none."""
    known = month != NONE
    step = np.where(known, month // width, 0)
    return np.where(known, step - (step[known].min(initial=np.iinfo(np.int32).max) - 1), 0)


def months_of(steps: np.ndarray, month: np.ndarray, width: int) -> np.ndarray:
    """The first month of each of these steps, given the months that they were made of."""
    first = month[month != NONE].min(initial=np.iinfo(np.int32).max) // width
    return np.where(steps == 0, NONE, (steps + first - 1) * width)


def steps_of(over: str, month: np.ndarray) -> np.ndarray:
    """The step of time of each month; -1: none, where time is asked for."""
    if over == "none":
        return np.zeros(len(month), dtype=np.int64)
    return np.where(month < 0, -1, month // {"year": 12, "quarter": 3, "month": 1}[over])


def buckets(over: str, steps: np.ndarray) -> np.ndarray:
    """Steps of time as words: none is '', and a time that is missing None."""
    if over == "none":
        return np.full(len(steps), "", dtype=object)
    known, of = np.unique(steps, return_inverse=True)
    named = {
        "year": lambda one: str(one),
        "quarter": lambda one: f"{one // 4}-Q{one % 4 + 1}",
        "month": lambda one: f"{one // 12:04d}-{one % 12 + 1:02d}",
    }[over]
    return column(None if one < 0 else named(one) for one in known.tolist())[of]


def keyed(
    held: Held, axis: str, rows: int, places: dict[str, np.ndarray], own: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """What rows are told by on an axis: a code each (-1: none), and the words of the codes."""
    if axis == "none":
        return np.zeros(rows, dtype=np.int64), column([""])
    if axis in places:
        return places[axis], held["place_shares"].values(f"{axis}_id")
    if axis in own:
        return own[axis], held[f"{axis}s"][f"{axis}_id"]
    return np.full(rows, -1), column([])


def in_words(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    return np.append(values, [None])[codes]


def grouped(indicator: np.ndarray, bucket: np.ndarray, key: np.ndarray, also: np.ndarray, **own: np.ndarray) -> Grouped:
    """Groups of records in the columns of totals; what they do not have is empty."""
    empty = np.full(len(indicator), np.nan)
    columns = {
        "kind": np.full(len(indicator), ACTUAL), "is_counted": np.ones(len(indicator), dtype=bool),
        "series": own["atoms"], "added": empty, "added_latest": own.get("added", empty), "least_latest": empty,
        "most_latest": empty, "without_weight": own["atoms"], "numerators": empty, "denominators": empty,
        "last_numerators": empty, "last_denominators": empty, "looseness": np.zeros(len(indicator), dtype=np.int64),
    }  # fmt: skip
    return Grouped(indicator=indicator, bucket=bucket, key=key, also_key=also, **columns | own)


@kept
def counted_groups(chosen: Chosen, over: str, by: str, also: str) -> Grouped:
    """What records give to totals: activities by their shares at places, the places they were at, and people."""
    level = "municipality" if "municipality" in (by, also) else "division"
    time = "year" if over in ("none", "year") else "month"
    parts = [activity_groups(chosen, over, by, also, told(chosen, "activities", time, level), level)]
    if len((places := told(chosen, "places", time, "municipality"))["area"]):
        parts.append(place_groups(chosen, over, by, also, places))
    if len(chosen_people(chosen)):
        parts.append(people_groups(chosen, over, by, also))
    return Grouped.all_of(*parts)


OF_UNITS = ("programme", "component", "partnership")


@kept
def told(chosen: Chosen, source: str, time: str, level: str) -> dict[str, np.ndarray]:
    """The chosen records of a source by indicator, programme, component, partnership, area and time: their columns.

    All ways in which a page asks for totals are sums of these; they are a few thousand rows.
    """
    own, counted = records(chosen, source, time, level), chosen_counted(chosen, source)
    unit, area, month = own["unit"], own["area"], own["month"]
    which, row = counted.rows.join(unit)
    width = 12 if time == "year" else 1
    groups = Groups(counted.kind[row], area[which], close(month, width)[which])
    kind, area, step = groups.keys
    first = counted.kinds[kind]
    keys = {"indicator": counted.indicator[first]} | {name: counted.keys[name][first] for name in OF_UNITS}
    keys |= {"area": area, "month": months_of(step, month, width)}
    sums = ("atoms",) if source == "places" else ("atoms", "added", "none", *PLACES)
    days = {"first_on": groups.least(own["first_on"][which]), "last_on": groups.most(own["last_on"][which])}
    return keys | days | {one: groups.sum_of(own[one][which]) for one in sums}


def told_by(held: Held, own: dict[str, np.ndarray], level: str, over: str, axes: tuple[str, str]) -> tuple:
    """The groups of a total, and the words of their bucket of time and of both keys."""
    places = {name: codes[own["area"]] for name, codes in areas_of_shares(held, level)[1].items()}
    (key, keys), (also, also_keys) = (keyed(held, axis, len(own["area"]), places, own) for axis in axes)
    groups = Groups(own["indicator"], steps_of(over, own["month"]), key, also)
    _, step, key, also = groups.keys
    return groups, buckets(over, step), in_words(keys, key), in_words(also_keys, also)


def activity_groups(chosen: Chosen, over: str, by: str, also: str, own: dict[str, np.ndarray], level: str) -> Grouped:
    groups, *named = told_by(chosen.held, own, level, over, (by, also))
    finest = next((name for name in reversed(PLACES) if name in (by, also)), "none")
    atoms, things = (np.rint(groups.sum_of(own[name])).astype(np.int64) for name in ("atoms", finest))
    days = {"first_on": groups.least(own["first_on"]), "last_on": groups.most(own["last_on"])}
    return grouped(groups.keys[0], *named, atoms=atoms, added=groups.sum_of(own["added"]), things=things, **days)


def place_groups(chosen: Chosen, over: str, by: str, also: str, own: dict[str, np.ndarray]) -> Grouped:
    groups, *named = told_by(chosen.held, own, "municipality", over, (by, also))
    atoms, things = (
        np.rint(groups.sum_of(own["atoms"])).astype(np.int64),
        distinct(groups.of, own["area"], groups.count),
    )
    days = {"first_on": groups.least(own["first_on"]), "last_on": groups.most(own["last_on"])}
    return grouped(groups.keys[0], *named, atoms=atoms, things=things, **days)


@kept
def chosen_people(chosen: Chosen) -> np.ndarray:
    """The rows of `people_cells` at chosen places and within the period, of chosen activities."""
    table, params = chosen.held["people_cells"], chosen.params
    if not table.rows:
        return np.zeros(0, dtype=np.int64)
    found = chosen_units(chosen)[table["unit"]]
    if params["places"]:
        found &= chosen_place_sets(chosen)[table["place_set"]] & by_place(chosen, "people_cells")
    if params["sectors"]:
        found &= chosen_party_sets(chosen)[table["party_set"]]
    if months := chosen.months:
        begin, end, month = table["from_month"], table["to_month"], table["month"]
        found &= (begin != NONE) & (begin <= months[1]) & (end >= months[0])
        found &= (month >= months[0]) & (month <= months[1])
    return np.flatnonzero(found)


def people_groups(chosen: Chosen, over: str, by: str, also: str) -> Grouped:
    """People who took part, each once in a group, time and indicator."""
    held, rows = chosen.held, chosen_people(chosen)
    table, counted = held["people_cells"], chosen_counted(chosen, "participations")
    number = np.full(int(held["work_units"]["unit"].max(initial=0)) + 1, -1)
    number[held["work_units"]["unit"]] = np.arange(held["work_units"].rows)
    which, row = counted.rows.join(number[table["unit"][rows]])
    rows = rows[which]

    def told(axis: str) -> tuple[np.ndarray, np.ndarray]:
        name = f"{axis}_id" if axis in PLACES else axis
        if axis in PLACES or axis in ("sex", "age_group", "population_group"):
            return table.codes(name)[rows], table.values(name)
        return keyed(held, axis, len(rows), {}, {name: codes[row] for name, codes in counted.keys.items()})

    (key, keys), (also_key, also_keys) = told(by), told(also)
    step = steps_of(over, table["month"][rows])
    groups = Groups(counted.indicator[row], step, key, also_key)
    person, people = np.maximum(table["person"][rows], -1), table["people"][rows]
    things = groups.sum(np.where(person < 0, people, 0)) + distinct(groups.of, person, groups.count)
    indicator, step, key, also_key = groups.keys
    return grouped(
        indicator, buckets(over, step), in_words(keys, key), in_words(also_keys, also_key),
        atoms=groups.sum(table["records"][rows]), first_on=groups.least(table["first_on"][rows]),
        last_on=groups.most(table["last_on"][rows]), things=things,
    )  # fmt: skip


@kept
def contributed_atoms(chosen: Chosen) -> np.ndarray:
    """The rows of `contributed_values` that pass the filters; kind and issue are those of the activity they are for."""
    held, params = chosen.held, chosen.params
    table = held["contributed_values"]
    if not table.rows:
        return np.zeros(0, dtype=np.int64)
    found = chosen.among("partnerships", "contributed_values") & chosen.among("components", "contributed_values")
    found &= chosen.among("provenances", "contributed_values", "provenance")
    if params["places"]:
        found &= by_place(chosen, "contributed_values")
    if params["kinds"] or params["issues"]:
        found &= numbered_in(chosen_units(chosen), table["unit"])
        if params["places"]:
            found &= numbered_in(chosen_place_sets(chosen), table["place_set"])
        if params["sectors"]:
            found &= numbered_in(chosen_party_sets(chosen), table["party_set"])
        if months := chosen.months:
            begin, end = table["from_month"], table["to_month"]
            found &= (begin != NONE) & (end != NONE) & (begin <= months[1]) & (end >= months[0])
    if params["sectors"]:
        of_sector = np.append(chosen.passes("sectors", held["organisations"]["sector"]), False)
        found &= of_sector[held.refers("contributed_values", "organisation_id", "organisations")]
    if days := chosen.days:
        begin, end = table["start_on"], table["end_on"]
        found &= (begin != NONE) & (end != NONE) & (begin >= days[0]) & (end <= days[1])
    return np.flatnonzero(found)


def numbered_in(passing: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Whether a number (`NONE`: none) is one that passes."""
    known = (numbers >= 0) & (numbers < len(passing))
    return known & passing[np.where(known, numbers, 0)]


@standing
def looseness_of_amounts(held: Held) -> np.ndarray:
    """How loosely each row of `contributed_values` is stated: 2 over, 1 about, 0 exact."""
    qualifiers = held["contributed_values"]["qualifier"].tolist()
    return np.array([{"over": 2, "about": 1}.get(one, 0) for one in qualifiers], dtype=np.int32)


@kept
def contributed_groups(chosen: Chosen, over: str, by: str, also: str) -> Grouped:
    """What amounts of money give to totals."""
    held, rows = chosen.held, contributed_atoms(chosen)
    table = held["contributed_values"]
    if over != "none":
        undated = (table["start_on"][rows] == NONE) & (table["end_on"][rows] == NONE)
        rows = rows[(table.codes(over)[rows] >= 0) | undated]

    def told(axis: str) -> tuple[np.ndarray, np.ndarray]:
        if axis in (*PLACES, "component", "programme", "partnership"):
            return table.codes(f"{axis}_id")[rows], table.values(f"{axis}_id")
        return keyed(held, axis, len(rows), {}, {})

    (key, keys), (also_key, also_keys) = told(by), told(also)
    step = table.codes(over)[rows] if over != "none" else np.zeros(len(rows), dtype=np.int64)
    groups = Groups(held.refers("contributed_values", "indicator_id", "indicators_named")[rows], step, key, also_key)
    amount = table["amount"][rows].astype(float)
    added = groups.sum_known(amount)
    bucket = in_words(table.values(over), groups.keys[1]) if over != "none" else np.full(groups.count, "", dtype=object)
    return grouped(
        groups.keys[0], bucket, in_words(keys, groups.keys[2]), in_words(also_keys, groups.keys[3]),
        atoms=groups.rows(), first_on=groups.least(table["start_on"][rows]), last_on=groups.most(table["end_on"][rows]),
        added=added, least_latest=groups.extreme(amount, np.fmin), most_latest=groups.extreme(amount, np.fmax),
        things=distinct(groups.of, table.codes("contribution_id")[rows], groups.count),
        looseness=groups.most(looseness_of_amounts(held)[rows]),
    )  # fmt: skip
