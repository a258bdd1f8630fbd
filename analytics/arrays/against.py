"""What is recorded of issues against what is done there; each as the question of its name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics import cube
from analytics.arrays.chosen import Chosen, UnansweredError, chosen_places, places_of_sets, unit_rows
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.partners import in_order
from analytics.arrays.saying import Columns, answers, cited_by, column, lang_of, prefixed, taken, whole
from analytics.arrays.work import chosen_records, units_of

AT_MUNICIPALITY = ("exact", "municipality", "city")


@dataclass(frozen=True)
class Series:
    """What is recorded of an issue at a place, in one data set and measure.

    `of` is the series of each row of `issue_counts`; of the series themselves are `place` (a row of `place_lines`; -1:
    none), `issue`, `dataset` and `measure` (codes). `years` and `sources` are the series with each year and each source
    that they have, as groups of the same rows.
    """

    of: np.ndarray
    count: int
    place: np.ndarray
    issue: np.ndarray
    dataset: np.ndarray
    measure: np.ndarray
    years: Groups
    sources: Groups


@standing
def recorded_series(held: Held) -> Series:
    table = held["issue_counts"]
    codes = (table.codes(name) for name in ("issue_type_id", "dataset", "measure"))
    told = Groups(held.refers("issue_counts", "place_id", "place_lines"), *codes)
    years, sources = Groups(told.of, np.maximum(table["year"], -1)), Groups(told.of, table.codes("source_id"))
    return Series(told.of, told.count, *told.keys, years, sources)


@standing
def is_present(held: Held) -> np.ndarray:
    """The rows of `issue_counts` that record more than a stated zero, as a mask."""
    return held["issue_counts"]["present_rows"] > 0


@standing
def is_partial(held: Held) -> np.ndarray:
    """The rows of `issue_counts` of a year that its source does not cover whole, as a mask."""
    return np.asarray(held["issue_counts"]["is_partial"] == True, dtype=bool)  # noqa: E712 (None is not partial)


@dataclass(frozen=True)
class Sums:
    """What some rows of `issue_counts` come to in each series: how many are recorded, of what size (`nan`: not stated),
    and how many without a size."""

    records: np.ndarray
    total: np.ndarray
    not_stated: np.ndarray


def sums_of(held: Held, rows: np.ndarray) -> Sums:
    table, series = held["issue_counts"], recorded_series(held)
    of, sizes = series.of[rows], table["total"][rows]
    is_stated = ~np.isnan(sizes)

    def added(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, values[rows], series.count).astype(np.int64)

    total = np.full(series.count, np.nan)
    total[of[is_stated]] = 0
    total += np.bincount(of[is_stated], sizes[is_stated], series.count)
    return Sums(added(table["present_rows"]), total, added(table["not_stated"]))


def present(groups: Groups, rows: np.ndarray) -> list[np.ndarray]:
    """The keys of the groups that have one of these rows, in order."""
    found = np.zeros(groups.count, dtype=bool)
    found[groups.of[rows]] = True
    return [keys[found] for keys in groups.keys]


def sources_cited(held: Held, rows: np.ndarray) -> np.ndarray:
    """What each series rests on in these rows: the references of their sources, once each and in order."""
    series = recorded_series(held)
    of, source = present(series.sources, rows)
    told = Groups(of)
    found = np.full(series.count, None, dtype=object)
    names = prefixed("sources", held["issue_counts"].values("source_id"))
    found[told.keys[0]] = cited_by(told, taken(names, source))
    return found


def years_of(series: Series, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first and the last year of each series in these rows (`NONE`: none), and how many years there are."""
    of, year = present(series.years, rows)
    of, year = of[year >= 0], year[year >= 0]
    first, last = np.full(series.count, NONE, dtype=np.int64), np.full(series.count, NONE, dtype=np.int64)
    first[of[::-1]] = year[::-1]
    last[of] = year
    return first, last, np.bincount(of, minlength=series.count)


@dataclass(frozen=True)
class Done:
    """Activities of any time, whatever is selected, by row of `place_lines`.

    Those placed there as exactly as in a municipality (`is_done`: there are some), and in its division as a whole.
    """

    is_done: np.ndarray
    activities: np.ndarray
    in_division: np.ndarray


@standing
def work_done(held: Held) -> Done:
    table, lines = held["worked_places"], held["place_lines"]
    place = held.refers("worked_places", "place_id", "place_lines")

    def added(marks: np.ndarray) -> np.ndarray:
        marks = marks & (place >= 0)
        return np.bincount(place[marks], table["activities"][marks], lines.rows).astype(np.int64)

    exactness = table["exactness"].astype(str)
    activities = added(np.isin(exactness, AT_MUNICIPALITY))
    parent = held.refers("place_lines", "parent_id", "place_lines", "place_id")
    return Done(activities > 0, activities, np.append(added(exactness == "department"), 0)[parent])


@standing
def who_works(held: Held) -> np.ndarray:
    """The references of the partnerships with activities at each row of `place_lines`, as exactly as in a municipality;
    None where there is none."""
    name = cube.cells_for({"place"}, held.rows)
    if name == cube.ROWS_VIEW:
        raise UnansweredError(name)
    table, sets = held[name], held["place_sets"]
    own = Groups(units_of(held).partnership[unit_rows(held)[table["unit"]]], table["place_set"])
    which, row = places_of_sets(held).join(own.keys[1])
    place = held.refers("place_sets", "place_id", "place_lines")[row]
    at = (place >= 0) & np.isin(sets["exactness"].astype(str), AT_MUNICIPALITY)[row]
    pairs = Groups(place[at], own.keys[0][which[at]])
    told = Groups(pairs.keys[0])
    found = np.full(held["place_lines"].rows, None, dtype=object)
    names = prefixed("partnerships", held["partnerships"]["partnership_id"])
    found[told.keys[0]] = cited_by(told, taken(names, pairs.keys[1]))
    return found


@standing
def is_municipality(held: Held) -> np.ndarray:
    """The municipalities as a mask over `place_lines`; the last is of no row (-1)."""
    return np.append(np.asarray(held["place_lines"]["level"] == "municipality", dtype=bool), False)


@standing
def records_without_activity(held: Held) -> np.ndarray:
    """The rows of `issue_counts` that record something in a municipality where no activity is, as a mask."""
    series, issue_types = recorded_series(held), held.row_of("issue_types", "issue_type_id")
    known = [code in issue_types for code in held["issue_counts"].values("issue_type_id").tolist()]
    shown = is_municipality(held)[series.place] & np.append(np.array(known, dtype=bool), False)[series.issue]
    shown &= ~np.append(work_done(held).is_done, False)[series.place]
    return shown[series.of] & is_present(held)


@answers
def recorded_without_activity(chosen: Chosen) -> Columns:
    held, lang = chosen.held, lang_of(chosen)
    table, lines, series = held["issue_counts"], held["place_lines"], recorded_series(held)
    rows = chosen_records(chosen)
    rows = rows[records_without_activity(held)[rows]]
    sums, (first, last, years) = sums_of(held, rows), years_of(series, rows)
    partial = years_of(series, rows[is_partial(held)[rows]])[1]
    shown = np.flatnonzero(sums.records > 0)
    records, place, issue = sums.records[shown], series.place[shown], series.issue[shown]
    dataset, measure = series.dataset[shown], series.measure[shown]
    order = in_order(records.max(initial=0) - records, lines.codes("place_id")[place], issue, dataset, measure)
    shown, place, issue = shown[order], place[order], issue[order]
    codes = table.values("issue_type_id")
    return {
        "place_id": lines["place_id"][place],
        "place_name": lines[f"name_{lang}"][place],
        "department_name": lines[f"parent_name_{lang}"][place],
        "issue_type_id": codes[issue],
        "issue_name": issue_names(held, lang)[issue],
        "dataset": taken(table.values("dataset"), dataset[order]),
        "measure": taken(table.values("measure"), measure[order]),
        "record_rows": sums.records[shown],
        "total": sums.total[shown],
        "first_year": whole(first[shown]),
        "last_year": whole(last[shown]),
        "years": years[shown],
        "partial_year": whole(partial[shown]),
        "department_activities": work_done(held).in_division[place],
        "evidence": sources_cited(held, rows)[shown],
    }


@standing
def issue_names(held: Held, lang: str) -> np.ndarray:
    """The names of the issue types that `issue_counts` has, in the order of their codes."""
    table = held["issue_types"]
    names = dict(zip(table["issue_type_id"].tolist(), table[f"name_{lang}"].tolist(), strict=True))
    return column(names.get(code) for code in held["issue_counts"].values("issue_type_id").tolist())


@answers
def recorded_against_done(chosen: Chosen, issue_type_id: str, dataset: str, measure: str) -> Columns:
    held, lang = chosen.held, lang_of(chosen)
    lines, series, done = held["place_lines"], recorded_series(held), work_done(held)
    asked = asked_series(held, issue_type_id, dataset, measure)
    rows = chosen_records(chosen)
    rows = rows[asked[series.of[rows]] & is_present(held)[rows]]
    sums, resting = sums_of(held, rows), sources_cited(held, rows)
    by_place = np.full(lines.rows, -1)
    recorded = np.flatnonzero((sums.records > 0) & (series.place >= 0))
    by_place[series.place[recorded]] = recorded
    is_done = done.is_done & chosen_places(chosen)
    shown = is_municipality(held)[:-1] & ((by_place >= 0) | is_done) & bool(len(rows))
    place = np.flatnonzero(shown)
    own = by_place[place]
    records, not_stated = (np.append(values, 0)[own] for values in (sums.records, sums.not_stated))
    total = np.append(sums.total, np.nan)[own]
    order = np.lexsort(
        (
            lines.codes("place_id")[place],
            -np.where(own >= 0, records, -1),
            np.where(np.isnan(total), np.inf, -total),
            is_done[place],
        )
    )
    place, own = place[order], own[order]
    working = np.where(is_done[place], who_works(held)[place], None)
    cited = zip(taken(resting, own).tolist(), working.tolist(), strict=True)
    return {
        "place_id": lines["place_id"][place],
        "place_name": lines[f"name_{lang}"][place],
        "department_id": lines["parent_id"][place],
        "department_name": lines[f"parent_name_{lang}"][place],
        "record_rows": records[order],
        "total": total[order],
        "not_stated": not_stated[order],
        "activities": np.where(is_done[place], done.activities[place], 0),
        "department_activities": done.in_division[place],
        "evidence": column(f"{recorded or ''} {who or ''}".strip(" ") for recorded, who in cited),
    }


def asked_series(held: Held, issue_type_id: str, dataset: str, measure: str) -> np.ndarray:
    """The series of an issue in one data set and measure, as a mask."""
    series, table = recorded_series(held), held["issue_counts"]

    def code(name: str, word: str) -> int:
        return int(np.append(np.flatnonzero(table.values(name) == word), -2)[0])

    found = series.issue == code("issue_type_id", issue_type_id)
    return found & (series.dataset == code("dataset", dataset)) & (series.measure == code("measure", measure))
