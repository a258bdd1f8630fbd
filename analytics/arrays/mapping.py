"""Maps: areas, points and regions with what is there; each as the question of its name."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen, by_place, chosen_places, kept, places_of_sets
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import Held, standing
from analytics.arrays.overview import is_point, partnership_rank
from analytics.arrays.saying import Columns, answers, cited_by, column, prefixed, taken, words
from analytics.arrays.work import (
    chosen_issues,
    chosen_programmes,
    distinct,
    present_at,
    present_evidence,
    stated_evidence,
    units_of,
    work_in_sets,
)


@standing
def divisions_of_places(held: Held) -> tuple[Lists, np.ndarray]:
    """The rows of `place_divisions` by row of `place_lines`, and the place that each row is for an area."""
    own = held.refers("place_divisions", "place_id", "place_lines")
    return Lists.of(own, held["place_lines"].rows), held.refers("place_divisions", "area_id", "place_lines", "place_id")


@standing
def level_marks(held: Held) -> dict[str, np.ndarray]:
    """The places of each level, as masks over `place_lines`."""
    levels = held["place_lines"]["level"]
    return {level: np.asarray(levels == level, dtype=bool) for level in ("country", "department", "named_region")}


@kept
def set_divisions(chosen: Chosen) -> tuple[Lists, np.ndarray, np.ndarray, np.ndarray]:
    """The divisions of each set of places, of its chosen places alone.

    Their rows by set; the area of each (a row of `place_lines`), whether the whole of it is named, and whether a part.
    """
    held = chosen.held
    if chosen.params["places"]:
        return divided(held, by_place(chosen, "place_sets"))
    return all_divided(held)


@standing
def all_divided(held: Held) -> tuple[Lists, np.ndarray, np.ndarray, np.ndarray]:
    return divided(held, np.ones(held["place_sets"].rows, dtype=bool))


def divided(held: Held, passing: np.ndarray) -> tuple[Lists, np.ndarray, np.ndarray, np.ndarray]:
    lists, area_of = divisions_of_places(held)
    rows = np.flatnonzero(passing)
    place = held.refers("place_sets", "place_id", "place_lines")[rows]
    which, row = lists.join(place)
    told = Groups(held["place_sets"]["place_set"][rows][which], area_of[row])
    place, marks = place[which], level_marks(held)
    is_whole, is_part = marks["country"][place], marks["department"][place] | marks["named_region"][place]
    place_set, area = told.keys
    return Lists.of(place_set, len(places_of_sets(held).starts) - 1), area, told.any(is_whole), told.any(is_part)


@answers
def map_areas(chosen: Chosen) -> Columns:
    held, present, marks = chosen.held, present_at(chosen), level_marks(chosen.held)
    lines, partnerships = held["place_lines"], held["partnerships"]
    lists, area_of = divisions_of_places(held)
    here = np.flatnonzero((present.place >= 0) & chosen_places(chosen)[present.place])
    which, row = lists.join(present.place[here])
    which, area = here[which], area_of[row]
    place, owner = present.place[which], present.partnership[which]
    told = Groups(area, owner)
    working, country = present.is_working[which], marks["country"][place]
    department, region = marks["department"][place], marks["named_region"][place]
    is_in_division = np.asarray(held["place_divisions"]["is_in_division"], dtype=bool)[row]
    points = distinct(told.of, np.where(is_point(held)[place], place, -1), told.count)
    parts = distinct(told.of, np.where(working & department, place, -1), told.count)
    how = np.select(
        [points > 0, told.any(is_in_division), ~told.any(~region)], ["named", "area", "region"], "country"
    ).astype(object)

    own = work_in_sets(chosen)
    sets, counted_area, is_whole, is_part = set_divisions(chosen)
    pair, at = sets.join(own.place_set)
    of_unit = units_of(held).partnership[units_of(held).works[own.work[pair]]]
    counted = Groups(counted_area[at], of_unit)
    of_group = dict(zip(zip(*(key.tolist() for key in counted.keys), strict=True), range(counted.count), strict=True))
    groups = np.array(
        [of_group.get(key, -1) for key in zip(*(key.tolist() for key in told.keys), strict=True)], dtype=np.int64
    )
    many = own.activities[pair]
    sums = [np.append(counted.sum(many * mask), 0)[groups] for mask in (1, is_whole[at], is_part[at])]

    is_counted = present.is_counted[which]
    evidence: list[set] = [set() for _ in range(told.count)]
    for group, one in zip(
        told.of[~is_counted].tolist(), present_evidence(chosen)[which[~is_counted]].tolist(), strict=True
    ):
        evidence[group].add(one)
    codes = prefixed("partnerships", partnerships["partnership_id"])
    for group in np.flatnonzero(told.any(is_counted)).tolist():
        evidence[group].add(codes[told.keys[1][group]])
    notes: list[set] = [set() for _ in range(told.count)]
    is_guest = ~working & (present.stated[which] >= 0)
    said = taken(words(held["programme_places"], "note", chosen), present.stated[which[is_guest]])
    for group, one in zip(told.of[is_guest].tolist(), said.tolist(), strict=True):
        notes[group].add(one)

    area, owner = told.keys
    shown = np.flatnonzero(owner >= 0)
    order = np.lexsort((partnership_rank(held)[owner], lines.codes("place_id")[area], lines.codes("level")[area]))
    order = order[np.isin(order, shown)]
    at = area[order]
    return {
        "area_id": lines["place_id"][at],
        "area_level": lines["level"][at],
        "area_name": words(lines, "name", chosen)[at],
        "country_code": lines["country_id"][at],
        "partnership_id": partnerships["partnership_id"][owner[order]],
        "partnership_name": words(partnerships, "short_name", chosen)[owner[order]],
        "programmes": distinct(told.of, present.programme[which], told.count)[order],
        "points": points[order],
        "how": how[order],
        "is_working": told.any(working)[order],
        "guest_notes": column(" ".join(sorted(own - {None})) or None for own in notes)[order],
        "is_whole": told.any(working & country)[order],
        "is_part": told.any(working & (department | region))[order],
        "parts": parts[order],
        "activities": sums[0][order],
        "activities_whole": sums[1][order],
        "activities_part": sums[2][order],
        "evidence": column(" ".join(sorted(own - {None})) for own in evidence)[order],
    }


@answers
def map_points(chosen: Chosen) -> Columns:
    held, present = chosen.held, present_at(chosen)
    lines, partnerships, issues = held["place_lines"], held["partnerships"], held["issues"]
    rows = chosen_issues(chosen)
    rows = rows[issues["relation"][rows] == "listed"]
    listed_at, listed_by = (
        held.refers("issues", *of)[rows] for of in (("place_id", "place_lines"), ("partnership_id", "partnerships"))
    )
    shown = chosen_places(chosen) & is_point(held)
    here = np.flatnonzero(np.append(shown, False)[present.place])
    also = np.flatnonzero(np.append(shown, False)[listed_at])
    references = present_evidence(chosen)[here]
    none = np.array([one is None for one in references.tolist()], dtype=bool)
    references[none] = taken(prefixed("partnerships", partnerships["partnership_id"]), present.partnership[here][none])
    place, owner = (
        np.append(present.place[here], listed_at[also]),
        np.append(present.partnership[here], listed_by[also]),
    )
    told = Groups(place, owner)
    activities = told.sum(np.append(present.activities[here], np.zeros(len(also), dtype=np.int64)))
    evidence = cited_by(told, np.append(references, prefixed("issues", issues["issue_id"][rows[also]])))

    named, many = np.full(told.count, None), np.zeros(told.count, dtype=np.int64)
    types = held["issue_types"]
    of_type = held.refers("issues", "issue_type_id", "issue_types")[rows[also]]
    distinct_types: dict[int, set[int]] = {}
    for group, one in zip(told.of[len(here) :].tolist(), of_type.tolist(), strict=True):
        distinct_types.setdefault(group, set()).add(one)
    names, order_name = words(types, "name", chosen), types["name_en"]
    for group, own in distinct_types.items():
        ordered = sorted(own - {-1}, key=lambda one: (order_name[one], types["issue_type_id"][one]))
        many[group], named[group] = len(ordered), " · ".join(names[one] for one in ordered) or None

    place, owner = told.keys
    order = np.lexsort((np.append(partnership_rank(held), -1)[owner], lines.codes("place_id")[place]))
    order = order[owner[order] >= 0]
    at = place[order]
    return {
        "place_id": lines["place_id"][at],
        "level": lines["level"][at],
        "place_name": words(lines, "name", chosen)[at],
        "parent_id": lines["parent_id"][at],
        "parent_name": words(lines, "parent_name", chosen)[at],
        "country_code": lines["country_id"][at],
        "lat": lines["lat"][at],
        "lon": lines["lon"][at],
        "partnership_id": partnerships["partnership_id"][owner[order]],
        "partnership_name": words(partnerships, "short_name", chosen)[owner[order]],
        "activities": activities[order],
        "issues_listed": many[order],
        "issue_names": named[order],
        "evidence": evidence[order],
    }


@standing
def regions_in_order(held: Held) -> dict[str, np.ndarray]:
    """The rows of `programme_places` that name a region, in the order in which they are shown, by language."""
    table, lines, programmes = held["programme_places"], held["place_lines"], held["programmes"]
    place = held.refers("programme_places", "place_id", "place_lines")
    programme = held.refers("programme_places", "programme_id", "programmes")
    country = held.refers("place_lines", "country_id", "place_lines", "place_id")
    known = (place >= 0) & (programme >= 0)
    rows = np.flatnonzero(known & level_marks(held)["named_region"][place] & (country[place] >= 0))
    at, of = place[rows], programme[rows]
    found = {}
    for lang in ("en", "es"):
        codes = (table.codes("presence")[rows], table.codes("programme_id")[rows], programmes["position"][of])
        places = (lines.codes("place_id")[at], lines.codes(f"name_{lang}")[at], lines.codes("country_id")[at])
        found[lang] = rows[np.lexsort((*codes, *places))]
    return found


@answers
def map_regions(chosen: Chosen) -> Columns:
    held = chosen.held
    lines, programmes = held["place_lines"], held["programmes"]
    rows = regions_in_order(held)["es" if chosen.params["lang"] == "es" else "en"]
    passing = np.append(chosen_programmes(chosen), False)[held.refers("programme_places", "programme_id", "programmes")]
    rows = rows[(passing & by_place(chosen, "programme_places"))[rows]]
    at = held.refers("programme_places", "place_id", "place_lines")[rows]
    of = held.refers("programme_places", "programme_id", "programmes")[rows]
    country = held.refers("place_lines", "country_id", "place_lines", "place_id")[at]
    return {
        "place_id": lines["place_id"][at],
        "place_name": words(lines, "name", chosen)[at],
        "country_code": lines["country_id"][at],
        "country_name": words(lines, "name", chosen)[country],
        "partnership_id": programmes["partnership_id"][of],
        "programme_id": programmes["programme_id"][of],
        "programme_name": words(programmes, "short_name", chosen)[of],
        "evidence": stated_evidence(held)[rows],
    }
