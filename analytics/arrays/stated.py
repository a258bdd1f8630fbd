"""Values that sources state of indicators: which of them a total may count, and what they come to."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from analytics.arrays.chosen import Chosen, by_place, kept, open_issues
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, Table, standing
from analytics.arrays.saying import taken
from analytics.arrays.totals import KINDS, Grouped

SPLITS = {
    "sex": 16,
    "age_group": 8,
    "population_group": 4,
    "breakdown": 2,
    "component": 1,
}  # as bits, see stated_marked
RANKS = {"country": 1, "department": 2, "municipality": 3}  # of places, from 0: none
KEYS = {name: f"{name}_id" for name in (*RANKS, "component", "programme", "partnership")} | {
    name: name for name in ("sex", "age_group", "population_group", "breakdown")
}
BITS = np.array([number.bit_count() for number in range(32)])
WAYS_KEPT = 40  # ways in which totals are asked for: each costs some numbers for each value
LATE = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Values:
    """The rows of table `stated_values` as numbers.

    `own` is of an indicator and kind, `own_span` and those after it of what shares it and that. `split`: the splits
    that a value lacks, as bits; `reach`: the more the later it ends; `above`: what a mean adds up.
    """

    rows: int
    indicator: np.ndarray
    kind: np.ndarray
    rank: np.ndarray
    split: np.ndarray
    own: np.ndarray
    own_span: np.ndarray
    own_place: np.ndarray
    own_series: np.ndarray
    own_country: np.ndarray
    own_department: np.ndarray
    span_place: np.ndarray
    span_country: np.ndarray
    span_department: np.ndarray
    reach: np.ndarray
    is_long: np.ndarray
    is_undated: np.ndarray
    above: np.ndarray
    is_weightless: np.ndarray
    looseness: np.ndarray
    start_on: np.ndarray


@standing
def values_of(held: Held) -> Values:
    table = held["stated_values"]

    def together(*keys: np.ndarray) -> np.ndarray:
        return Groups(*keys).of

    own, own_span = table["own"], together(table["own"], table["span"])
    weight, above = table["denominator"], table["numerator"]
    times = np.where(table["measure"] == "percentage", 100.0, 1.0)
    return Values(
        table.rows,
        held.refers("stated_values", "indicator_id", "indicators_named"),
        np.searchsorted(KINDS, table["kind"].astype(str)),
        table["place_rank"],
        sum((table.codes(KEYS[name]) < 0) * bit for name, bit in SPLITS.items()),
        together(own),
        own_span,
        *(together(own, table[name]) for name in ("place", "series", "country", "department")),
        *(together(own_span, table[name]) for name in ("place", "country", "department")),
        table["ending"].max(initial=0) + 1 - table["ending"],
        table["ends_on"] != NONE,
        (table["start_on"] == NONE) & (table["end_on"] == NONE),
        np.where(np.isnan(above), table["value"] * weight / times, above),
        np.isnan(weight) | (weight == 0),
        np.select([table["qualifier"] == "over", table["qualifier"] == "about"], [2, 1], 0),
        np.where(table["start_on"] == NONE, LATE, table["start_on"]),
    )


@kept
def stated_marked(chosen: Chosen) -> np.ndarray:
    """The values that pass the filters by which those of one indicator, kind and period part, as a mask."""
    found = by_place(chosen, "stated_values") & chosen.among("provenances", "stated_values", "provenance")
    return found & chosen.among("components", "stated_values") & chosen.among("kinds", "stated_values", "activity_kind")


@kept
def stated_placed(chosen: Chosen, wanted: int) -> np.ndarray:
    """The values whose place is as fine as is wanted, as a mask, or as there are; see the part `stated_kept`.

    A value of a place stands for the places inside it.
    """
    values, marked = values_of(chosen.held), stated_marked(chosen)

    rank = values.rank

    def beside(own: np.ndarray, ranked: np.ndarray) -> np.ndarray:
        """Whether there is one of these that shares something."""
        there = np.zeros(values.rows, dtype=bool)
        there[own[marked & ranked]] = True
        return there[own]

    if wanted:
        found = (rank >= wanted) | ~beside(values.own_span, rank >= wanted)
    else:
        found = (rank == 0) | ~beside(values.own_span, rank == 0)
    if wanted <= 1:
        found &= (rank <= 1) | ~beside(values.span_country, rank == 1)
    if wanted <= 2:
        found &= (rank <= 2) | ~beside(values.span_department, rank == 2)
    return found


@standing
def owners_of_issues(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """Each programme with an issue or a link to one, and the type of that."""
    issues, links, listed = held["issues"], held["issue_links"], open_issues(held)
    programmes = np.append(issues["programme_id"][listed], links["programme_id"])
    types = np.append(issues["issue_type_id"][listed], links["issue_type_id"])
    pairs = sorted({(one, kind) for one, kind in zip(programmes.tolist(), types.tolist(), strict=True) if one and kind})
    return tuple(np.array([pair[n] for pair in pairs], dtype=object) for n in range(2))


@standing
def owners_of_sectors(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """Each programme with an organisation, and the sector of that."""
    roles = held["programme_organisations"]
    sectors = taken(
        held["organisations"]["sector"], held.refers("programme_organisations", "organisation_id", "organisations")
    )
    both = zip(roles["programme_id"].tolist(), sectors.tolist(), strict=True)
    pairs = sorted({(one, sector) for one, sector in both if one and sector})
    return tuple(np.array([pair[n] for pair in pairs], dtype=object) for n in range(2))


@kept
def stated_atoms(chosen: Chosen) -> np.ndarray:
    """The values that pass all filters, as a mask; see the part of that name."""
    held, found = chosen.held, stated_marked(chosen) & chosen.among("partnerships", "stated_values")
    table = held["stated_values"]
    for name, owners in (("issues", owners_of_issues), ("sectors", owners_of_sectors)):
        if chosen.params[name]:
            programmes, words = owners(held)
            among = set(programmes[chosen.passes(name, words)].tolist())
            of_owner = [one in among for one in table.values("owner_id").tolist()]
            found = found & np.array([*of_owner, False])[table.codes("owner_id")]
    if days := chosen.days:
        first, last = table["start_on"], table["end_on"]
        is_within = (first >= days[0]) & (last <= days[1]) & (last != NONE)
        found = found & (is_within | (values_of(held).kind == KINDS.index("baseline")))
    return found


@kept
def stated_best(chosen: Chosen, asked: int) -> np.ndarray:
    """Of each indicator, kind, period and place the values split as is asked for (bits), or as little as there are."""
    values, atoms = values_of(chosen.held), stated_atoms(chosen)
    choice = (BITS[np.arange(32) & asked] * 1000 + BITS[31 & ~(np.arange(32) | asked)] * 100 + np.arange(32))[
        values.split
    ]
    least = np.full(values.rows, 10_000)
    np.minimum.at(least, values.span_place[atoms], choice[atoms])
    return atoms & (choice == least[values.span_place])


@kept
def stated_chosen(chosen: Chosen, asked: int, wanted: int) -> np.ndarray:
    """The best values whose place is as fine as is wanted."""
    return stated_best(chosen, asked) & stated_placed(chosen, wanted)


@dataclass(frozen=True)
class Cover:
    """Which values are in a longer one's period, by paths that both have; see the part `stated_kept`.

    Longer ones stand by path and period: `rows`, from `base` on by how late they end (`ends`). `parts` is a number of
    path and period, where several must be there. Shorter ones (`inside`) look at what is `before` them, for `needs`.
    """

    rows: np.ndarray
    base: np.ndarray
    ends: np.ndarray
    parts: np.ndarray | None
    inside: np.ndarray
    before: np.ndarray
    needs: np.ndarray

    def covered(self, there: np.ndarray) -> np.ndarray:
        """The values that a longer one covers, of those that are there."""
        marks = there[self.rows]
        if self.parts is not None:
            marks = marks & (np.bincount(self.parts, marks)[self.parts] > 1)
        latest = np.maximum.accumulate(np.where(marks, self.ends, self.base))
        return self.inside[latest[self.before] >= self.needs]


@dataclass(frozen=True)
class Way:
    """A way in which totals are asked for: the values that can be counted, and the cells that they lie in.

    `order` are their rows by cell, series and how late they end; `cell`, `series` and `until` are numbers of these,
    each by the one before it. By cell: the row of one value, and the words of its time and groups.
    """

    asked: int
    wanted: int
    able: np.ndarray
    covers: tuple[Cover, ...]
    order: np.ndarray
    cell: np.ndarray
    series: np.ndarray
    until: np.ndarray
    row_of: np.ndarray
    words: tuple[np.ndarray, np.ndarray, np.ndarray]


class Ways:
    """The ways that were asked for of late."""

    def __init__(self) -> None:
        self._ways: OrderedDict[tuple[str, str, str], Way] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, held: Held, *asked: str) -> Way:
        with self._lock:
            found = self._ways.get(asked) or way_of(held, *asked)
            self._ways[asked] = found
            self._ways.move_to_end(asked)
            while len(self._ways) > WAYS_KEPT:
                self._ways.popitem(last=False)
            return found


@standing
def ways(held: Held) -> Ways:
    return Ways()


def way_of(held: Held, over: str, by: str, also: str) -> Way:
    table, values = held["stated_values"], values_of(held)

    def told(name: str) -> tuple[np.ndarray, np.ndarray]:
        if name == "none":
            return np.zeros(values.rows, dtype=np.int32), np.array([""], dtype=object)
        return table.codes(name), table.values(name)

    columns = [told(name) for name in (over, KEYS.get(by, by), KEYS.get(also, also))]
    asked = SPLITS.get(by, 0) | SPLITS.get(also, 0)
    wanted = max(RANKS.get(by, 0), RANKS.get(also, 0))
    lacking = BITS[values.split & asked]
    is_told = np.isin(values.kind, [KINDS.index("actual"), KINDS.index("published_total")])
    able = ((columns[0][0] >= 0) | values.is_undated) & (is_told | ((lacking == 0) & (values.rank >= wanted)))
    slot, cell = Groups(columns[0][0]).of, Groups(*(codes for codes, _ in columns)).of
    own_cell = Groups(values.own, cell).of
    order = np.lexsort((table["until"], table["series"], own_cell))
    order = order[able[order]]
    cells = changes(own_cell[order])
    row_of = order[begins(cells)]
    return Way(
        asked,
        wanted,
        able,
        covers_of(table, values, able, slot, cell, asked, wanted),
        order,
        cells,
        series := changes(cells, table["series"][order]),
        changes(series, table["until"][order]),
        row_of,
        tuple(taken(words, codes[row_of]) for codes, words in columns),
    )


def changes(*keys: np.ndarray) -> np.ndarray:
    """The number of each run of rows that are alike."""
    found = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        found[1:] |= key[1:] != key[:-1]
    return np.cumsum(found)


def begins(numbers: np.ndarray) -> np.ndarray:
    """Where each run of rows that are alike begins."""
    found = np.ones(len(numbers), dtype=bool)
    found[1:] = numbers[1:] != numbers[:-1]
    return np.flatnonzero(found)


def covers_of(
    table: Table, values: Values, able: np.ndarray, slot: np.ndarray, cell: np.ndarray, asked: int, wanted: int
) -> tuple[Cover, ...]:
    """What values cover of shorter periods: as a total, and as one of several parts."""
    everything, rank = np.ones(values.rows, dtype=bool), values.rank
    is_lacking, is_whole = BITS[values.split & asked] > 0, (values.split | asked) == 31
    is_country = np.asarray(table["place_id"] == table["country_id"], dtype=bool) & (rank == 1)
    is_other = (rank > 0) & (rank != 2) & ~is_country
    of_place = [
        (is_longer, everything, own, cell)
        for is_longer, own in (
            (rank == 0, values.own),
            (is_country, values.own_country),
            (rank == 2, values.own_department),
            (is_other, values.own_place),
        )
    ]
    of_totals = [
        (everything, everything, values.own_series, slot),
        (~is_lacking, is_lacking, values.own_place, slot),
        (rank >= wanted, rank < wanted, values.own_department, slot),
    ]
    longer, shorter = able & values.is_long, able & table["is_inside"]
    totals = [(one & is_whole, two, own, within) for one, two, own, within in of_place] + of_totals
    parts = [(one & ~is_whole, is_whole, own, within) for one, _, own, within in of_place]
    found = (
        cover_of(table, values, [(one & longer, two & shorter, *own) for one, two, *own in paths], is_parts=is_parts)
        for paths, is_parts in ((totals, False), (parts, True))
    )
    return tuple(one for one in found if len(one.inside))


def cover_of(table: Table, values: Values, paths: list[tuple[np.ndarray, ...]], *, is_parts: bool) -> Cover:
    """The cover of paths: each the longer and the shorter values, what they share, and the cell or time they lie in."""

    def entered(which: int) -> tuple[np.ndarray, np.ndarray]:
        rows = [np.flatnonzero(path[which]) for path in paths]
        keys = [
            ((number * values.rows) + within[own]) * values.rows + shared[own]
            for number, ((*_, shared, within), own) in enumerate(zip(paths, rows, strict=True))
        ]
        return np.concatenate(rows), np.concatenate(keys)

    (rows, path), (inside, wanted) = entered(0), entered(1)
    spans = int(table["span"].max(initial=0)) + 1
    at = path * spans + table["span"][rows]
    order = np.argsort(at, kind="stable")
    at, path, rows = at[order], path[order], rows[order]
    part = changes(at)
    if is_parts:
        several = np.bincount(part)[part] > 1
        at, path, rows, part = at[several], path[several], rows[several], part[several]
    before = np.searchsorted(at, wanted * spans + table["span"][inside]) - 1
    is_there = before >= 0
    is_there[is_there] = path[before[is_there]] == wanted[is_there]
    inside, before = inside[is_there], before[is_there]
    # where even all of them together do not reach, none will
    segment, most = changes(path), int(values.reach.max(initial=0)) + 1
    reached = np.maximum.accumulate(segment * most + values.reach[rows])
    is_there = reached[before] >= segment[before] * most + values.reach[inside]
    inside, before = inside[is_there], before[is_there]
    is_used = np.zeros(len(rows) + 1, dtype=bool)
    is_used[segment[before]] = True
    used = is_used[segment]
    place, base = np.cumsum(used) - 1, segment * most
    needs = base[before] + values.reach[inside]
    return Cover(
        rows[used], base[used], (base + values.reach[rows])[used], changes(part[used]) if is_parts else None, inside,
        place[before], needs,
    )  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """The values that a total may count, by cell: their rows, the number of each one's cell, where cells begin, and
    which are the latest of their place and group, and of the last period of their cell."""

    way: Way
    rows: np.ndarray
    cell: np.ndarray
    first: np.ndarray
    is_latest: np.ndarray
    is_last: np.ndarray


@kept
def stated_kept(chosen: Chosen, over: str, by: str, also: str) -> Kept:
    way = ways(chosen.held).find(chosen.held, over, by, also)
    found = stated_chosen(chosen, way.asked, way.wanted) & way.able
    covered = [cover.covered(found) for cover in way.covers]
    for rows in covered:
        found[rows] = False
    places = np.flatnonzero(found[way.order])
    rows, cell, series, until = (own[places] for own in (way.order, way.cell, way.series, way.until))
    first, begun = (begins(own) for own in (cell, series))
    is_latest = until == np.repeat(until[begun], np.diff(begun, append=len(rows)))
    ending = chosen.held["stated_values"]["ending"][rows]
    is_last = ending == np.repeat(np.minimum.reduceat(ending, first), np.diff(first, append=len(rows)))
    return Kept(way, rows, cell, first, is_latest, is_last)


@kept
def value_groups(chosen: Chosen, over: str, by: str, also: str) -> Grouped:
    """What totals are worked out from, of the values that sources state; see the part of that name."""
    table, values = chosen.held["stated_values"], values_of(chosen.held)
    own = stated_kept(chosen, over, by, also)
    way, rows, first, is_latest, is_last = own.way, own.rows, own.first, own.is_latest, own.is_last
    of = own.cell[first]
    value, above, weight = table["value"][rows], values.above[rows], table["denominator"][rows]
    latest = value if is_latest.all() else np.where(is_latest, value, np.nan)
    start_on = np.minimum.reduceat(values.start_on[rows], first)
    nothing = np.zeros(len(of), dtype=np.int64)
    return Grouped(
        values.indicator[way.row_of][of],
        values.kind[way.row_of][of],
        *(words[of] for words in way.words),
        is_counted=nothing > 0,
        atoms=np.diff(first, append=len(rows)),
        series=np.add.reduceat(is_latest, first, dtype=np.int64),
        first_on=np.where(start_on == LATE, NONE, start_on),
        last_on=np.maximum.reduceat(table["end_on"][rows], first),
        added=added(value, first),
        added_latest=added(latest, first),
        least_latest=np.fmin.reduceat(latest, first),
        most_latest=np.fmax.reduceat(latest, first),
        things=nothing,
        without_weight=np.add.reduceat(values.is_weightless[rows], first, dtype=np.int64),
        numerators=added(above, first),
        denominators=added(weight, first),
        last_numerators=added(np.where(is_last, above, np.nan), first),
        last_denominators=added(np.where(is_last, weight, np.nan), first),
        looseness=np.maximum.reduceat(values.looseness[rows], first),
    )


def added(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The sum of what is known of each run, `nan` where nothing is."""
    is_known = ~np.isnan(values)
    if is_known.all():
        return np.add.reduceat(values, first)
    found = np.add.reduceat(np.where(is_known, values, 0.0), first)
    found[~np.logical_or.reduceat(is_known, first)] = np.nan
    return found
