"""What the chosen activities and programmes are, where, with whom and when: parts that most questions share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.arrays.chosen import (
    Chosen,
    by_place,
    cells_in_places,
    kept,
    open_issues,
    parties_of_sets,
    places_of_sets,
)
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.saying import column, taken


@dataclass(frozen=True)
class Units:
    """The rows of `work_units` as the rows of what they name (-1: none), and `work`: what tells their work apart.

    `works` are the first rows of each work: partnership, programme, provenance and single activity.
    """

    partnership: np.ndarray
    programme: np.ndarray
    component: np.ndarray
    work: np.ndarray
    works: np.ndarray


@standing
def units_of(held: Held) -> Units:
    table = held["work_units"]
    partnership, programme, component = (
        held.refers("work_units", f"{one}_id", f"{one}s") for one in ("partnership", "programme", "component")
    )
    told = Groups(partnership, programme, table.codes("provenance"), table.codes("single_id"))
    works = np.zeros(told.count, dtype=np.int64)
    works[told.of[::-1]] = np.arange(table.rows)[::-1]
    return Units(partnership, programme, component, told.of, works)


@dataclass(frozen=True)
class Work:
    """The chosen activities by what tells their work apart: `unit` is a row of `work_units` that says it."""

    unit: np.ndarray
    partnership: np.ndarray
    programme: np.ndarray
    activities: np.ndarray
    start_on: np.ndarray
    end_on: np.ndarray
    first_on: np.ndarray
    last_on: np.ndarray


@kept
def chosen_work(chosen: Chosen) -> Work:
    units, cells = units_of(chosen.held), chosen.cells()
    told = Groups(units.work[cells.unit_row])
    unit = units.works[told.keys[0]]
    days = (told.least(cells["start_on"]), told.most(cells["end_on"]))
    reported = (told.least(cells["first_on"]), told.most(cells["last_on"]))
    activities = told.sum(cells["activities"])
    return Work(unit, units.partnership[unit], units.programme[unit], activities, *days, *reported)


@kept
def chosen_listed(chosen: Chosen) -> set[str]:
    """The ids of the chosen activities that are listed one by one."""
    singles = chosen.held["work_units"]["single_id"][chosen_work(chosen).unit]
    return {one for one in singles.tolist() if one is not None}


@kept
def chosen_programmes(chosen: Chosen) -> np.ndarray:
    """The programmes that pass every filter, as a mask over table `programmes`; see the part of that name."""
    held = chosen.held
    table, spans = held["programmes"], held["programme_spans"]
    found = chosen.passes("partnerships", table["partnership_id"]) & chosen.passes("provenances", table["provenance"])

    def named(programmes: np.ndarray) -> np.ndarray:
        among = set(programmes.tolist())
        return np.fromiter((one in among for one in table["programme_id"].tolist()), bool, table.rows)

    if days := chosen.days:
        # a programme without a time has no span
        span = held.refers("programmes", "programme_id", "programme_spans")
        begin, end = spans["from_on"][span], spans["to_on"][span]
        found &= (span >= 0) & (begin != NONE) & (end != NONE) & (begin <= days[1]) & (end >= days[0])
    if chosen.params["places"]:
        found &= named(held["programme_places"]["programme_id"][by_place(chosen, "programme_places")])
    if chosen.params["issues"]:
        issues, links = held["issues"], held["issue_links"]
        listed = open_issues(held)[chosen.passes("issues", issues["issue_type_id"])[open_issues(held)]]
        linked = chosen.passes("issues", links["issue_type_id"])
        found &= named(np.append(issues["programme_id"][listed], links["programme_id"][linked]))
    if chosen.params["components"]:
        components = held["components"]
        found &= named(components["programme_id"][chosen.passes("components", components["component_id"])])
    if chosen.params["kinds"]:
        units = held["work_units"]
        found &= named(units["programme_id"][chosen.passes("kinds", units["kind"])])
    if chosen.params["sectors"]:
        of_sector = np.append(chosen.passes("sectors", held["organisations"]["sector"]), False)
        roles = held["programme_organisations"]
        here = of_sector[held.refers("programme_organisations", "organisation_id", "organisations")]
        found &= named(roles["programme_id"][here])
    working = np.zeros(table.rows + 1, dtype=bool)
    working[chosen_work(chosen).programme] = True
    return found | (is_imported(held) & working[:-1])


@standing
def is_imported(held: Held) -> np.ndarray:
    """The programmes that are what an import stands under, as a mask."""
    return np.asarray(held["programmes"]["provenance"] == "imported", dtype=bool)


@dataclass(frozen=True)
class InSets:
    """The chosen activities by what tells their work apart and by set of places."""

    work: np.ndarray
    place_set: np.ndarray
    activities: np.ndarray


@kept
def work_in_sets(chosen: Chosen) -> InSets:
    cells = cells_in_places(chosen)
    told = Groups(units_of(chosen.held).work[cells.unit_row], cells["place_set"])
    return InSets(*told.keys, told.sum(cells["activities"]))


@dataclass(frozen=True)
class Present:
    """Where the chosen programmes are and the chosen activities; see the part `present_at`. `stated` is the row of
    `programme_places` (-1: of work), `work` what tells the work apart (-1: stated), `place` a row of `place_lines`."""

    partnership: np.ndarray
    programme: np.ndarray
    place: np.ndarray
    stated: np.ndarray
    work: np.ndarray
    is_working: np.ndarray
    is_counted: np.ndarray
    activities: np.ndarray

    @property
    def is_work(self) -> np.ndarray:
        return self.work >= 0


@kept
def present_at(chosen: Chosen) -> Present:
    held = chosen.held
    units, programmes = units_of(held), held.refers("programme_places", "programme_id", "programmes")
    stated = np.flatnonzero(np.append(chosen_programmes(chosen), False)[programmes])
    named = held.refers("programme_places", "place_id", "place_lines")[stated]
    own = work_in_sets(chosen)
    which, row = places_of_sets(held).join(own.place_set)
    at = Groups(own.work[which], held.refers("place_sets", "place_id", "place_lines")[row])
    work, place = at.keys
    unit, begun = units.works[work], len(stated)
    of_programmes = held.refers("programmes", "partnership_id", "partnerships")
    return Present(
        np.append(of_programmes[programmes[stated]], units.partnership[unit]),
        np.append(programmes[stated], units.programme[unit]),
        np.append(named, place),
        np.append(stated, np.full(at.count, -1)),
        np.append(np.full(begun, -1), work),
        np.append(is_working(held)[stated], np.ones(at.count, dtype=bool)),
        np.append(np.zeros(begun, dtype=bool), is_counted(held)[unit]),
        np.append(np.zeros(begun, dtype=np.int64), at.sum(own.activities[which])),
    )


@kept
def present_evidence(chosen: Chosen) -> np.ndarray:
    """What each row of `present_at` rests on; None where that is no row of a document and no single activity."""
    held, present = chosen.held, present_at(chosen)
    found = taken(stated_evidence(held), present.stated)
    single = held["work_units"]["single_id"][units_of(held).works]
    alone = np.append(is_single(held), False)[present.work]
    for row in np.flatnonzero(alone).tolist():
        place = held["place_lines"]["place_id"][present.place[row]]
        found[row] = f"activity_places:{single[present.work[row]]}|{place}"
    return found


@standing
def stated_evidence(held: Held) -> np.ndarray:
    """The reference of each row of `programme_places`."""
    table = held["programme_places"]
    columns = (table[name].tolist() for name in ("programme_id", "place_id", "presence"))
    return column(
        f"programme_places:{programme}|{place}|{presence}" for programme, place, presence in zip(*columns, strict=True)
    )


@standing
def is_single(held: Held) -> np.ndarray:
    """What is told apart as work and is one activity by itself, as a mask."""
    singles = held["work_units"]["single_id"][units_of(held).works]
    return np.array([one is not None for one in singles.tolist()], dtype=bool)


@kept
def work_by_year(chosen: Chosen) -> tuple[np.ndarray, ...]:
    """The chosen activities by unit's row, first and last year (`NONE`: without dates): these three, and how many."""
    units, cells = chosen.held["work_units"], chosen.cells("year")
    has_start, has_end = (np.asarray(units[name], dtype=bool)[cells.unit_row] for name in ("has_start", "has_end"))
    begin, end = (np.where(cells[one] == NONE, NONE, cells[one] // 12) for one in ("from_month", "to_month"))
    first = np.where(has_start, begin, np.where(has_end, end, NONE))
    last = np.where(has_end, end, np.where(has_start, begin, NONE))
    told = Groups(cells.unit_row, np.maximum(first, -1), np.maximum(last, -1))
    unit, from_year, to_year = told.keys
    years = (np.where(one < 0, NONE, one) for one in (from_year, to_year))
    return unit, *years, told.sum(cells["activities"])


@standing
def is_working(held: Held) -> np.ndarray:
    return np.asarray(held["programme_places"]["presence"] == "works", dtype=bool)


@standing
def is_counted(held: Held) -> np.ndarray:
    """The units whose activities are counted as one, by row of `work_units`: they name no activity, or are imported."""
    table = held["work_units"]
    return np.array([one is None for one in table["single_id"].tolist()], dtype=bool) | (
        table["provenance"] == "imported"
    )


@dataclass(frozen=True)
class WithParties:
    """The chosen activities by partnership, programme and set of organisations."""

    partnership: np.ndarray
    programme: np.ndarray
    party_set: np.ndarray
    start_on: np.ndarray
    end_on: np.ndarray
    activities: np.ndarray


@kept
def work_with_parties(chosen: Chosen) -> WithParties:
    units, cells = units_of(chosen.held), chosen.cells("party")
    told = Groups(units.partnership[cells.unit_row], units.programme[cells.unit_row], cells["party_set"])
    days = told.least(cells["start_on"]), told.most(cells["end_on"])
    return WithParties(*told.keys, *days, told.sum(cells["activities"]))


@kept
def organisations_of_work(chosen: Chosen) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of a row of `work_with_parties` and an organisation of its set, by row of `organisations`."""
    which, row = parties_of_sets(chosen.held).join(work_with_parties(chosen).party_set)
    return which, chosen.held.refers("party_sets", "organisation_id", "organisations")[row]


def distinct(groups: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """How many different values (from 0; -1: none) each group has; `count`: how many groups there are."""
    known = (values >= 0) & (groups >= 0)
    pairs = Groups(groups[known], values[known])
    return np.bincount(pairs.keys[0], minlength=count)


@kept
def chosen_issues(chosen: Chosen) -> np.ndarray:
    """The open rows of `issues` that pass every filter (kind is that of the activity), by their number."""
    found = issues_of_any_type(chosen)
    return found[chosen.passes("issues", chosen.held["issues"]["issue_type_id"][found])]


@kept
def issues_of_any_type(chosen: Chosen) -> np.ndarray:
    """The same but for the filter of the issue's type."""
    held = chosen.held
    table = held["issues"]
    rows = open_issues(held)
    if not len(rows):
        return rows
    found = chosen.passes("partnerships", table["partnership_id"]) & chosen.passes("provenances", table["provenance"])
    found &= by_place(chosen, "issues")
    if days := chosen.days:
        span = held.refers("issues", "programme_id", "programme_spans")
        begin, end = (
            np.where(table[own] != NONE, table[own], np.append(held["programme_spans"][of], NONE)[span])
            for own, of in (("stated_from_on", "from_on"), ("stated_to_on", "to_on"))
        )
        found &= (begin != NONE) & (end != NONE) & (begin <= days[1]) & (end >= days[0])

    def among(column: str, codes: np.ndarray) -> np.ndarray:
        known = set(codes.tolist()) - {None}
        return np.fromiter((one in known for one in table[column].tolist()), bool, table.rows)

    if chosen.params["components"]:
        components = held["components"]
        named = chosen.passes("components", components["component_id"])
        found &= among("programme_id", components["programme_id"][named])
    if chosen.params["kinds"]:
        listed = held["listed_activities"]
        named = chosen.passes("kinds", listed["kind"]) & (listed["disclosure"] == "open")
        found &= among("activity_id", listed["activity_id"][np.asarray(named, dtype=bool)])
    if chosen.params["sectors"]:
        of_sector = np.append(chosen.passes("sectors", held["organisations"]["sector"]), False)
        here = of_sector[held.refers("programme_organisations", "organisation_id", "organisations")]
        found &= among("programme_id", held["programme_organisations"]["programme_id"][here])
    return rows[found[rows]]


@kept
def chosen_records(chosen: Chosen) -> np.ndarray:
    """The rows of `issue_counts` (what is recorded of issues, by place and month) that pass, by their number."""
    held = chosen.held
    table = held["issue_counts"]
    if not table.rows:
        return np.zeros(0, dtype=np.int64)
    found = chosen.among("issues", "issue_counts", "issue_type_id") & by_place(chosen, "issue_counts")
    found &= chosen.among("provenances", "issue_counts", "provenance")
    if days := chosen.days:
        begin, end = table["first_on"], table["last_on"]
        found &= (begin != NONE) & (end != NONE) & (begin <= days[1]) & (end >= days[0])
    return np.flatnonzero(found)


@dataclass(frozen=True)
class ByUnit:
    """The chosen activities by unit (row of `work_units`): how many, and the first and last day that they state."""

    unit: np.ndarray
    activities: np.ndarray
    first_on: np.ndarray
    last_on: np.ndarray


@kept
def work_by_unit(chosen: Chosen) -> ByUnit:
    cells = chosen.cells()
    told = Groups(cells.unit_row)
    days = told.least(cells["first_on"]), told.most(cells["last_on"])
    return ByUnit(told.keys[0], told.sum(cells["activities"]), *days)
