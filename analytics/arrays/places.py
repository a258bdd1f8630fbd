"""Places: what is known and done at a place, inside it and around it; each as the question of its name."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen, cells_of, most_place_set
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.mapped_work import last_when_none, rank_of_words
from analytics.arrays.overview import is_named_party
from analytics.arrays.saying import Columns, answers, column, days, numbered, prefixed, taken, whole, words
from analytics.arrays.work import chosen_issues, chosen_programmes, chosen_records, stated_evidence

RELATIONS = np.array(["here", "inside", "around"], dtype=object)
HERE, INSIDE, AROUND = range(3)
NOWHERE = 3  # what is neither there, nor inside, nor around


@standing
def places_near(held: Held) -> tuple[dict[str, int], Lists, np.ndarray, np.ndarray]:
    """By place: the rows of `places_around`, the other place of each (row of `place_lines`), and how it relates."""
    table = held["places_around"]
    row_of = held.row_of("place_lines", "place_id")
    relation = {word: number for number, word in enumerate(RELATIONS.tolist())}
    return (
        row_of,
        Lists.of(held.refers("places_around", "place_id", "place_lines"), held["place_lines"].rows),
        held.refers("places_around", "other_id", "place_lines", "place_id"),
        np.array([relation[one] for one in table["relation"].tolist()], dtype=np.int64),
    )


def near(held: Held, place_id: str) -> np.ndarray:
    """How each place relates to this one, by row of `place_lines` (the last: of none)."""
    row_of, lists, other, relation = places_near(held)
    found = np.full(held["place_lines"].rows + 1, NOWHERE)
    rows = lists.join(np.array([row_of.get(place_id, -1)]))[1]
    found[other[rows]] = relation[rows]
    found[-1] = NOWHERE
    return found


@standing
def place_rows(held: Held) -> tuple[dict[str, int], dict[str, list[int]], dict[str, list[str]]]:
    """The row of each place in `places`, the rows of those directly inside each, and the other names of each."""
    places, names = held["places"], held["place_names"]
    inside: dict[str, list[int]] = {}
    columns = (places[name].tolist() for name in ("parent_id", "level", "merged_into"))
    for row, (parent, level, merged) in enumerate(zip(*columns, strict=True)):
        if level in ("department", "municipality") and merged is None:
            inside.setdefault(parent, []).append(row)
    other: dict[str, list[str]] = {}
    for place, name in zip(names["place_id"].tolist(), names["name"].tolist(), strict=True):
        other.setdefault(place, []).append(name)
    return held.row_of("places", "place_id"), inside, other


@answers
def place_profile(chosen: Chosen, place_id: str) -> Columns:
    places = chosen.held["places"]
    row_of, inside, other = place_rows(chosen.held)
    rows = np.array([row_of[place_id]] if place_id in row_of else [], dtype=np.int64)

    def plain(*names: str) -> Columns:
        return {name: places[name][rows] for name in names}

    def of_other(key: str) -> np.ndarray:
        at = np.array([row_of.get(code, -1) for code in places[key][rows].tolist()], dtype=np.int64)
        return taken(words(places, "name", chosen), at)

    pdet = places["is_pdet"][rows]
    unknown = np.array([one is None for one in pdet.tolist()], dtype=bool)
    return {
        **plain("place_id", "level"),
        "place_name": words(places, "name", chosen)[rows],
        **plain("parent_id"),
        "parent_name": of_other("parent_id"),
        **plain("country_code"),
        "country_name": of_other("country_code"),
        **plain("divipola_code", "iso_3166_2", "p_code", "lat", "lon", "point_kind"),
        "valid_to": shown(places["valid_to"][rows]),
        **plain("merged_into"),
        "merged_into_name": of_other("merged_into"),
        "is_pdet": np.ma.array(np.where(unknown, False, pdet).astype(bool), mask=unknown),
        **plain("pdet_subregion"),
        "population": numbered(places["population"][rows]),
        "population_year": numbered(places["population_year"][rows]),
        "note": words(places, "note", chosen)[rows],
        "other_names": column(" · ".join(sorted(other[place_id])) if place_id in other else None for _ in rows),
        "places_inside": np.array([len(inside.get(place_id, ())) for _ in rows], dtype=np.int64),
    }


def shown(values: np.ndarray) -> np.ndarray:
    """Days as they are shown, where a column has days."""
    return values if values.dtype == object else days(values)


@answers
def place_programmes(chosen: Chosen, place_id: str) -> Columns:
    held = chosen.held
    table, programmes, lines = held["programme_places"], held["programmes"], held["place_lines"]
    at = held.refers("programme_places", "place_id", "place_lines")
    of = held.refers("programme_places", "programme_id", "programmes")
    relation = near(held, place_id)[at]
    rows = np.flatnonzero((relation != NOWHERE) & np.append(chosen_programmes(chosen), False)[of])
    at, of, relation = at[rows], of[rows], relation[rows]
    names = words(lines, "name", chosen)[at]
    order = np.lexsort(
        (
            table.codes("presence")[rows], lines.codes("place_id")[at], rank_of_words(names),
            table.codes("programme_id")[rows], programmes["position"][of], relation,
        )
    )  # fmt: skip
    rows, at, of = rows[order], at[order], of[order]
    return {
        "partnership_id": programmes["partnership_id"][of],
        "programme_id": table["programme_id"][rows],
        "programme_name": words(programmes, "short_name", chosen)[of],
        "relation": RELATIONS[relation[order]],
        "place_id": table["place_id"][rows],
        "place_name": names[order],
        "exactness": table["exactness"][rows],
        "presence": table["presence"][rows],
        "note": words(table, "note", chosen)[rows],
        "start_on": days(programmes["start_on"][of]),
        "end_on": days(programmes["end_on"][of]),
        "provenance": table["provenance"][rows],
        "evidence": stated_evidence(held)[rows],
    }


@answers
def place_issues(chosen: Chosen, place_id: str) -> Columns:
    held = chosen.held
    table, types, lines = held["issues"], held["issue_types"], held["place_lines"]
    at, kind = held.refers("issues", "place_id", "place_lines"), held.refers("issues", "issue_type_id", "issue_types")
    relation = near(held, place_id)[at]
    rows = chosen_issues(chosen)
    listed = np.asarray(table["relation"][rows] == "listed", dtype=bool)
    rows = rows[listed & (relation[rows] < AROUND) & (kind[rows] >= 0)]
    names = words(lines, "name", chosen)[at[rows]]
    position = np.where(table["position"][rows] == NONE, np.iinfo(np.int64).max, table["position"][rows])
    order = np.lexsort(
        (
            table.codes("issue_id")[rows], table.codes("issue_type_id")[rows], position, table.codes("place_id")[rows],
            rank_of_words(names),
        )
    )  # fmt: skip
    rows, names = rows[order], names[order]
    return {
        "place_id": table["place_id"][rows],
        "place_name": names,
        "relation": RELATIONS[relation[rows]],
        "issue_type_id": table["issue_type_id"][rows],
        "issue_name": words(types, "name", chosen)[kind[rows]],
        "family_name": words(types, "family", chosen)[kind[rows]],
        "as_stated": words(table, "as_stated", chosen)[rows],
        "position": numbered(table["position"][rows]),
        "stated_from_on": days(table["stated_from_on"][rows]),
        "stated_to_on": days(table["stated_to_on"][rows]),
        "provenance": table["provenance"][rows],
        "evidence": prefixed("issues", table["issue_id"][rows]),
    }


@answers
def place_organisations(chosen: Chosen, place_id: str) -> Columns:
    held = chosen.held
    parties = held["programme_parties"]
    at = held.refers("programme_places", "place_id", "place_lines")
    of = held.refers("programme_places", "programme_id", "programmes")
    relation = near(held, place_id)[at]
    nearest = np.full(held["programmes"].rows + 1, NOWHERE)
    here = np.flatnonzero((relation != NOWHERE) & np.append(chosen_programmes(chosen), False)[of])
    np.minimum.at(nearest, of[here], relation[here])
    relation = nearest[held.refers("programme_parties", "programme_id", "programmes")]
    found: dict[tuple, list] = {}
    rows = np.flatnonzero(is_named_party(held) & (relation != NOWHERE))
    names = ("organisation_name", "sector_name", "role_name", "programme_name")
    both = [parties[f"{name}_{lang}"] for name in names for lang in ("en", "es")]
    for row in rows.tolist():
        key = (parties["organisation_id"][row], parties["programme_id"][row], *(values[row] for values in both))
        own = found.setdefault(key, [row, parties["evidence"][row]])
        own[1] = min(own[1], parties["evidence"][row])
    shown = np.array([row for row, _ in found.values()], dtype=np.int64)
    evidence = column(one for _, one in found.values())
    organisation, role = (words(parties, name, chosen)[shown] for name in ("organisation_name", "role_name"))
    order = np.lexsort(
        (
            rank_of_words(role), parties.codes("organisation_id")[shown], rank_of_words(organisation),
            parties["programme_position"][shown],
        )
    )  # fmt: skip
    rows = shown[order]
    return {
        "organisation_id": parties["organisation_id"][rows],
        "organisation_name": organisation[order],
        "sector_name": words(parties, "sector_name", chosen)[rows],
        "role_name": role[order],
        "programme_id": parties["programme_id"][rows],
        "programme_name": words(parties, "programme_name", chosen)[rows],
        "relation": RELATIONS[relation[rows]],
        "evidence": evidence[order],
    }


@answers
def place_records(chosen: Chosen, place_id: str) -> Columns:
    held = chosen.held
    table, types = held["issue_counts"], held["issue_types"]
    rows = chosen_records(chosen)
    relation = near(held, place_id)[held.refers("issue_counts", "place_id", "place_lines")]
    kind = held.refers("issue_counts", "issue_type_id", "issue_types")
    rows = rows[(relation[rows] < AROUND) & (kind[rows] >= 0)]
    keys = [table.codes(name)[rows] for name in ("issue_type_id", "dataset", "measure")]
    told = Groups(relation[rows], *keys)
    many = told.sum(table["record_rows"][rows])
    year = table["year"][rows].astype(np.int64)
    years = np.where(year < 0, NONE, year).astype(np.int32)
    partial = np.where(np.asarray(table["is_partial"], dtype=bool)[rows], years, NONE).astype(np.int32)
    own, issue, dataset, measure = told.keys
    order = np.lexsort(
        (
            np.where(measure < 0, 1 << 30, measure),
            np.where(dataset < 0, 1 << 30, dataset),
            issue,
            -many,
            rank_of_words(RELATIONS[own]),
        )
    )
    first = np.zeros(told.count, dtype=np.int64)
    first[told.of[::-1]] = rows[::-1]
    at = kind[first[order]]
    evidence = column(
        " ".join(sorted({f"sources:{one}" for one in sources})) or None
        for sources in told.lists(table["source_id"][rows])
    )
    return {
        "relation": RELATIONS[own[order]],
        "issue_type_id": types["issue_type_id"][at],
        "issue_name": words(types, "name", chosen)[at],
        "dataset": taken(table.values("dataset"), dataset[order]),
        "measure": taken(table.values("measure"), measure[order]),
        "record_rows": many[order],
        "total": told.sum_known(table["total"][rows].astype(float))[order],
        "not_stated": told.sum(table["not_stated"][rows])[order],
        "first_year": whole(told.least(years)[order]),
        "last_year": whole(told.most(years)[order]),
        "partial_year": whole(told.most(partial)[order]),
        "evidence": evidence[order],
    }


@answers
def places_alike(chosen: Chosen, place_id: str) -> Columns:
    held = chosen.held
    table, types, lines = held["issues"], held["issue_types"], held["place_lines"]
    rows = chosen_issues(chosen)
    rows = rows[np.asarray(table["relation"][rows] == "listed", dtype=bool)]
    lists: dict[str, set[int]] = {}
    kinds = held.refers("issues", "issue_type_id", "issue_types")[rows]
    for place, kind in zip(table["place_id"][rows].tolist(), kinds.tolist(), strict=True):
        lists.setdefault(place, set()).add(kind)
    own = lists.get(place_id, set())
    row_of, _, _, _ = places_near(held)
    names, parents, called = (
        words(lines, "name", chosen),
        words(lines, "parent_name", chosen),
        words(types, "name", chosen),
    )
    in_order = sorted(own - {-1}, key=lambda one: (types["name_en"][one], types["issue_type_id"][one]))
    found = []
    for place, kinds in lists.items():
        shared = [one for one in in_order if one in kinds]
        if shared and place != place_id and place in row_of:
            is_same = len(shared) == len(kinds) == len(own)
            name = names[row_of[place]]
            shared_names = " · ".join(called[one] for one in shared)
            found.append((-len(shared), not is_same, name, place, parents[row_of[place]], len(kinds), shared_names))
    found.sort(key=lambda one: one[:4])
    return {
        "place_id": column(one[3] for one in found),
        "place_name": column(one[2] for one in found),
        "parent_name": column(one[4] for one in found),
        "issues_shared": np.array([-one[0] for one in found], dtype=np.int64),
        "issues_there": np.array([one[5] for one in found], dtype=np.int64),
        "issues_here": np.full(len(found), len(own), dtype=np.int64),
        "is_same_list": np.array([not one[1] for one in found], dtype=bool),
        "shared_names": column(one[6] for one in found),
    }


def sets_near(chosen: Chosen, place_id: str) -> list[np.ndarray]:
    """How many places each set has that are this one, inside it and around it: three arrays by number of the set."""
    held = chosen.held
    relation = near(held, place_id)[held.refers("place_sets", "place_id", "place_lines")]
    sets, most = held["place_sets"]["place_set"], most_place_set(held)
    return [np.bincount(sets[relation == own], minlength=most + 1) for own in (HERE, INSIDE, AROUND)]


@answers
def place_activity_counts(chosen: Chosen, place_id: str) -> Columns:
    counts = sets_near(chosen, place_id)
    cells = cells_of(chosen, chosen.roll_up("place"), np.sum(counts, axis=0) > 0)
    has_start = np.asarray(chosen.held["work_units"]["has_start"], dtype=bool)[cells.unit_row]
    many = cells["activities"].astype(np.int64)
    here, inside, around = (own[cells["place_set"]] for own in counts)
    is_there = here + inside > 0
    return {
        "activities": np.array([many[is_there].sum()]),
        "undated": np.array([many[is_there & ~has_start].sum()]),
        "activities_around": np.array([many[~is_there].sum()]),
        "rows_here": np.array([(many * here).sum()]),
        "rows_inside": np.array([(many * inside).sum()]),
        "rows_around": np.array([(many * around).sum()]),
    }


@answers
def months_of_place(chosen: Chosen, place_id: str) -> Columns:
    counts = sets_near(chosen, place_id)
    cells = cells_of(chosen, chosen.roll_up("place", "month"), np.sum(counts, axis=0) > 0)
    has_start = np.asarray(chosen.held["work_units"]["has_start"], dtype=bool)[cells.unit_row]
    month = np.where(has_start & (cells["from_month"] != NONE), cells["from_month"], -1)
    parts = []
    for own in (AROUND, HERE, INSIDE):  # in the order of their words
        times = counts[own][cells["place_set"]]
        rows = np.flatnonzero(times)
        told = Groups(month[rows])
        order = np.argsort(last_when_none(told.keys[0]))
        listed = told.sum(cells["activities"][rows] * times[rows])[order]
        parts.append((np.full(told.count, RELATIONS[own], dtype=object), told.keys[0][order], listed))
    relation, month, listed = (np.concatenate(one) for one in zip(*parts, strict=True))
    return {
        "relation": relation,
        "month": np.ma.array(month.astype(np.int32), mask=month < 0),
        "listed": listed,
    }
