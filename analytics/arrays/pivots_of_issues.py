"""Pivots of issues, as dialogues list them and as sources record them, by any axes; see `pivots`."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.mapped_work import MONTHS
from analytics.arrays.pivots import Axes, Told, areas_of_places, by_codes, less_blank, pivoted, stepped, together
from analytics.arrays.saying import Columns, answers
from analytics.arrays.work import chosen_issues, chosen_records, distinct
from analytics.axes import parsed

OF_TYPES = {"issue": "issue_type_id", "family": "family"}
OWN = {"partnership": "partnership_id", "programme": "programme_id"}
AREAS = ("country", "department", "municipality")


@standing
def axis_of(held: Held, table: str, axis: str) -> Told:
    """What each row of `issues` or of `issue_counts` has on an axis."""
    if axis in MONTHS:
        return stepped(axis, *(listed_months if table == "issues" else recorded_months)(held, axis))
    if axis in OF_TYPES:
        types = held["issue_types"]
        codes, words = less_blank(types.codes(OF_TYPES[axis]), types.values(OF_TYPES[axis]))
        return np.append(codes, -1)[held.refers(table, "issue_type_id", "issue_types")], words
    if axis in AREAS:
        codes, words = areas_of_places(held)[axis]
        return np.append(codes, -1)[held.refers(table, "place_id", "places")], words
    name = OWN.get(axis, axis)
    return less_blank(held[table].codes(name), held[table].values(name))


def months_of(days: np.ndarray) -> np.ndarray:
    """The months of days, from the year 0."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def listed_months(held: Held, axis: str) -> tuple[np.ndarray, np.ndarray]:
    """The month from which each issue is stated, and where it is stated as finely as the axis tells."""
    table = held["issues"]
    is_known = table["stated_from_on"] != NONE
    if axis != "year":
        is_known &= np.array([one not in ("year", None) for one in table["stated_precision"].tolist()], dtype=bool)
    return months_of(table["stated_from_on"]), is_known


def recorded_months(held: Held, axis: str) -> tuple[np.ndarray, np.ndarray]:
    """The month of what is recorded, and where it lies in one step of the axis; its year is that of its end."""
    table = held["issue_counts"]
    if axis == "year":
        return table["year"].astype(np.int64) * 12, table["year"] != NONE
    first, last = months_of(table["first_on"]), months_of(table["last_on"])
    is_known = (table["first_on"] != NONE) & (table["last_on"] != NONE)
    return first, is_known & (first // MONTHS[axis] == last // MONTHS[axis])


@answers
def pivot_issues(chosen: Chosen, axes: str = "") -> Columns:
    held, (of_rows, of_columns) = chosen.held, parsed(axes)
    table = held["issues"]
    rows = chosen_issues(chosen)
    is_listed = (table["relation"] == "listed") & (held.refers("issues", "issue_type_id", "issue_types") >= 0)
    rows = rows[np.asarray(is_listed, dtype=bool)[rows]]
    known = {axis: axis_of(held, "issues", axis) for axis in (*of_rows, *of_columns)}

    def sums(own: Axes) -> tuple[Groups, Columns]:
        told = by_codes([known[axis][0][rows] for axis in own], len(rows))
        return told, {"issues_listed": told.rows()}

    return pivoted(axes, {axis: words for axis, (_, words) in known.items()}, sums)


@answers
def pivot_records(chosen: Chosen, axes: str = "") -> Columns:
    held, (of_rows, of_columns) = chosen.held, parsed(axes)
    table = held["issue_counts"]
    rows = chosen_records(chosen)
    rows = rows[held.refers("issue_counts", "issue_type_id", "issue_types")[rows] >= 0]
    known = {axis: axis_of(held, "issue_counts", axis) for axis in (*of_rows, *of_columns)}
    measure, issue, dataset = (table.codes(name)[rows] for name in ("measure", "issue_type_id", "dataset"))
    by_both = Groups(issue, dataset)
    both = np.where(dataset < 0, -1, by_both.of)
    is_partial = np.asarray(table["is_partial"] == True, dtype=bool)[rows]  # noqa: E712 (None is not partial)

    def sums(own: Axes) -> tuple[Groups, Columns]:
        told = by_codes([known[axis][0][rows] for axis in own], len(rows))
        return told, {
            "record_rows": told.sum(table["record_rows"][rows]),
            "recorded": told.sum_known(table["total"].astype(float)[rows]),
            "not_stated": told.sum(table["not_stated"][rows]),
            "is_partial": told.any(is_partial),
            "measures": together(told, measure, table.values("measure")),
            "is_told_twice": distinct(told.of, both, told.count) > distinct(told.of, issue, told.count),
        }

    return pivoted(axes, {axis: words for axis, (_, words) in known.items()}, sums)
