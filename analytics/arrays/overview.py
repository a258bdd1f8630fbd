"""Overview: partnerships, totals, time and what is stated; each as the question of its name."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen, by_place, chosen_places, kept
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, coded, standing
from analytics.arrays.saying import Columns, answers, column, days, numbered, prefixed, whole, words
from analytics.arrays.work import (
    chosen_issues,
    chosen_listed,
    chosen_programmes,
    chosen_work,
    distinct,
    is_imported,
    organisations_of_work,
    present_at,
    units_of,
    work_by_year,
    work_with_parties,
)

NAMED = ("municipality", "city")


@standing
def programmes_in_order(held: Held) -> np.ndarray:
    """The rows of `programmes` by position and code."""
    table = held["programmes"]
    return np.lexsort((table.codes("programme_id"), table["position"]))


@standing
def partnership_rank(held: Held) -> np.ndarray:
    """Where each partnership stands among all, by position and code."""
    table = held["partnerships"]
    order = np.lexsort((table.codes("partnership_id"), table["position"]))
    rank = np.empty(table.rows, dtype=np.int64)
    rank[order] = np.arange(table.rows)
    return rank


@standing
def is_point(held: Held) -> np.ndarray:
    """The municipalities and cities, as a mask over `place_lines`."""
    return np.isin(held["place_lines"]["level"].astype(str), NAMED)


@standing
def is_named_party(held: Held) -> np.ndarray:
    return np.asarray(held["programme_parties"]["is_named"] == True, dtype=bool)  # noqa: E712 (None is not named)


@answers
def partnership_bands(chosen: Chosen) -> Columns:
    held = chosen.held
    partnerships, programmes, parties = held["partnerships"], held["programmes"], held["programme_parties"]
    count = partnerships.rows
    order = programmes_in_order(held)
    rows = order[chosen_programmes(chosen)[order]]
    owner = held.refers("programmes", "partnership_id", "partnerships")[rows]
    rows, owner = rows[owner >= 0], owner[owner >= 0]
    spans = Groups(owner)
    shown = spans.keys[0]
    shown = shown[np.argsort(partnership_rank(held)[shown])]
    place = np.full(count, -1)
    place[spans.keys[0]] = np.arange(spans.count)
    at = place[shown]
    codes = programmes["programme_id"][rows]
    names = [
        " · ".join(one for one in own if one is not None)
        for own in spans.lists(words(programmes, "short_name", chosen)[rows])
    ]
    evidence = [" ".join(own) for own in spans.lists(prefixed("programmes", codes))]

    of = held.refers("programme_parties", "programme_id", "programmes")
    said = np.flatnonzero(is_named_party(held) & np.append(chosen_programmes(chosen), False)[of])
    by = held.refers("programmes", "partnership_id", "partnerships")[of[said]]
    named: list[set[str]] = [set() for _ in range(count)]
    for partnership, name in zip(by.tolist(), words(parties, "organisation_name", chosen)[said].tolist(), strict=True):
        named[partnership].add(name)
    resting: list[set[str]] = [set() for _ in range(count)]
    for partnership, name in zip(by.tolist(), parties["evidence"][said].tolist(), strict=True):
        resting[partnership].add(name)
    who = [" · ".join(sorted(own - {None})) or None for own in named]
    rests = [sorted(own - {None}) for own in resting]

    work, present, with_parties = chosen_work(chosen), present_at(chosen), work_with_parties(chosen)
    done = Groups(work.partnership)
    activities = np.zeros(count + 1, dtype=np.int64)
    activities[done.keys[0]] = done.sum(work.activities)
    first, last = np.full(count + 1, NONE, np.int32), np.full(count + 1, NONE, np.int32)
    first[done.keys[0]], last[done.keys[0]] = done.least(work.start_on), done.most(work.last_on)
    pointed = present.is_work & np.append(is_point(held), False)[present.place]
    municipalities = distinct(present.partnership[pointed], present.place[pointed], count)
    which, organisation = organisations_of_work(chosen)
    organisations = distinct(with_parties.partnership[which], organisation, count)
    return {
        "partnership_id": partnerships["partnership_id"][shown],
        "partnership_name": words(partnerships, "name", chosen)[shown],
        "short_name": words(partnerships, "short_name", chosen)[shown],
        "description": words(partnerships, "description", chosen)[shown],
        "programmes": spans.rows()[at],
        "programme_names": column(names)[at],
        "start_on": days(spans.least(programmes["start_on"][rows])[at]),
        "end_on": days(spans.most(programmes["end_on"][rows])[at]),
        "reported_from_on": days(spans.least(programmes["reported_from_on"][rows])[at]),
        "reported_to_on": days(spans.most(programmes["reported_to_on"][rows])[at]),
        "organisation_names": column(who)[shown],
        "activities": activities[shown],
        "municipalities": municipalities[shown],
        "organisations": organisations[shown],
        "activities_from_on": days(first[shown]),
        "activities_to_on": days(last[shown]),
        "provenance": partnerships["provenance"][shown],
        "evidence": column(
            " ".join(("partnerships:" + code, evidence[place[own]], *rests[own]))
            for own, code in zip(shown.tolist(), partnerships["partnership_id"][shown].tolist(), strict=True)
        ),
    }


@kept
def placed(chosen: Chosen) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places where there is something, and whether by a data set (its work there) and by a document's programme."""
    held, present = chosen.held, present_at(chosen)
    here = np.flatnonzero(chosen_places(chosen)[present.place] & (present.place >= 0))
    told = Groups(present.place[here])
    imported = np.append(is_imported(held) & chosen_programmes(chosen), False)
    of_programmes = held.refers("programmes", "partnership_id", "partnerships")
    documented = np.zeros(held["partnerships"].rows + 1, dtype=bool)
    documented[of_programmes[chosen_programmes(chosen) & ~is_imported(held)]] = True
    documented[-1] = False
    is_of_data = told.any(present.is_work[here] & imported[present.programme[here]])
    return told.keys[0], is_of_data, told.any(documented[present.partnership[here]])


def different(codes: np.ndarray) -> int:
    """How many different ones there are (-1: none)."""
    return len(np.unique(codes[codes >= 0]))


@answers
def totals(chosen: Chosen) -> Columns:
    held = chosen.held
    programmes, lines, parties = held["programmes"], held["place_lines"], held["programme_parties"]
    passing = chosen_programmes(chosen)
    imported = passing & is_imported(held)
    documented = passing & ~is_imported(held)
    place, is_of_data, is_documented = placed(chosen)
    level, country = lines["level"][place], lines.codes("country_id")[place]
    is_department, is_municipality = level == "department", level == "municipality"
    department = np.where(is_department, lines.codes("place_id")[place], -1)
    parent = held.refers("place_lines", "parent_id", "place_lines", "place_id")[place]
    department = np.where(is_municipality & (parent >= 0), np.append(lines.codes("place_id"), -1)[parent], department)
    department = np.where(lines["country_id"][place] == "CO", department, -1)

    work = chosen_work(chosen)
    of_data = np.append(imported, False)[work.programme]
    organisations = 0
    if imported.any():
        which, organisation = organisations_of_work(chosen)
        organisations = different(organisation[np.append(imported, False)[work_with_parties(chosen).programme[which]]])
    issues = chosen_issues(chosen)
    listed = issues[held["issues"]["relation"][issues] == "listed"]
    named = (
        is_named_party(held) & np.append(passing, False)[held.refers("programme_parties", "programme_id", "programmes")]
    )
    undated = np.logical_and.reduce([programmes[name] == NONE for name in ("start_on", "end_on", "reported_from_on")])
    codes = sorted(programmes["programme_id"][passing].tolist())
    return {
        "partnerships": np.array([different(programmes.codes("partnership_id")[documented])]),
        "programmes": np.array([documented.sum()]),
        "datasets": np.array([imported.sum()]),
        "dataset_activities": np.array([work.activities[of_data].sum()]),
        "dataset_organisations": np.array([organisations]),
        "dataset_municipalities": np.array([(is_of_data & is_point(held)[place]).sum()]),
        "countries_documented": np.array([different(country[is_documented])]),
        "countries": np.array([different(country)]),
        "departments_of_colombia": np.array([different(department)]),
        "municipalities": np.array([is_municipality.sum()]),
        "activities": np.array([work.activities.sum()]),
        "issues_listed": np.array([len(listed)]),
        "issue_types_listed": np.array([different(held["issues"].codes("issue_type_id")[listed])]),
        "places_with_a_list": np.array([different(held["issues"].codes("place_id")[listed])]),
        "organisations_named": np.array([different(parties.codes("organisation_id")[named])]),
        "programmes_undated": np.array([(undated & chosen.passes("partnerships", programmes["partnership_id"])).sum()]),
        "evidence": column([" ".join(f"programmes:{code}" for code in codes) or None]),
    }


@standing
def figures_in_order(held: Held) -> np.ndarray:
    """The rows of `stated_figures` in the order in which they are shown."""
    table = held["stated_figures"]
    headline = table["headline"].astype(float)
    headline = np.where((headline == NONE) | np.isnan(headline), np.inf, headline)
    numbers = [
        np.where(table[name] == NONE, np.iinfo(np.int64).max, table[name]) for name in ("programme_position", "line")
    ]
    return np.lexsort((table.codes("evidence"), numbers[1], numbers[0], headline, table["partnership_position"]))


@answers
def published_results(chosen: Chosen) -> Columns:
    held = chosen.held
    table = held["stated_figures"]
    of = held.refers("stated_figures", "programme_id", "programmes")
    found = np.append(chosen_programmes(chosen), False)[of]
    if (alone := np.array([one is None for one in table["programme_id"].tolist()], dtype=bool)).any():
        listed = chosen_listed(chosen)
        found |= alone & np.array([one in listed for one in table["activity_id"].tolist()], dtype=bool)
    found &= by_place(chosen, "stated_figures")
    found &= chosen.passes("components", table["component_id"]) & chosen.passes("provenances", table["provenance"])
    order = figures_in_order(held)
    rows = order[found[order]]

    def plain(*names: str) -> Columns:
        return {name: table[name][rows] for name in names}

    def named(*names: str) -> Columns:
        return {name: words(table, name, chosen)[rows] for name in names}

    return (
        plain("result_id", "partnership_id")
        | named("partnership_name")
        | plain("programme_id")
        | named("programme_name")
        | plain("component_id", "indicator_id")
        | named("result_name")
        | plain("flow", "value", "qualifier", "unit")
        | named("unit_name")
        | plain("currency", "kind")
        | {name: days(table[name][rows]) for name in ("start_on", "end_on")}
        | plain("place_id")
        | named("place_name", "note")
        | {"headline": numbered(table["headline"][rows])}
        | named("source_title")
        | plain("section")
        | {"line": numbered(table["line"][rows])}
        | plain("provenance", "evidence")
    )


@standing
def gaps_in_order(held: Held) -> dict[str, np.ndarray]:
    """The rows of `stated_gaps` in the order in which they are shown, by language."""
    table = held["stated_gaps"]
    return {
        lang: np.lexsort(
            (
                table.codes("evidence"), table.codes(f"subject_{lang}"), table.codes("programme_id"), table["rank"],
                table["partnership_position"],
            )
        )
        for lang in ("en", "es")
    }  # fmt: skip


@answers
def not_stated(chosen: Chosen) -> Columns:
    held = chosen.held
    table = held["stated_gaps"]
    order = gaps_in_order(held)["es" if chosen.params["lang"] == "es" else "en"]
    passing = np.append(chosen_programmes(chosen), False)[held.refers("stated_gaps", "programme_id", "programmes")]
    rows = order[passing[order]]
    return {
        "gap": table["gap"][rows],
        "partnership_id": table["partnership_id"][rows],
        "partnership_name": words(table, "short_name", chosen)[rows],
        "programme_id": table["programme_id"][rows],
        "subject": words(table, "subject", chosen)[rows],
        "value": numbered(table["value"][rows]),
        "evidence": table["evidence"][rows],
    }


@answers
def activities_by_year(chosen: Chosen) -> Columns:
    held = chosen.held
    unit, first, last, activities = work_by_year(chosen)
    told = Groups(units_of(held).partnership[unit], np.maximum(first, -1), np.maximum(last, -1))
    partnership, first, last = told.keys
    activities = told.sum(activities)
    counted = np.append(is_counted_partnership(held), False)[partnership]
    running: dict[tuple[int, int], int] = {}
    for own, begin, end, many, shown in zip(
        partnership.tolist(), first.tolist(), last.tolist(), activities.tolist(), counted.tolist(), strict=True
    ):
        for year in (range(begin, end + 1) if begin >= 0 else (NONE,)) if shown else ():
            running[own, year] = running.get((own, year), 0) + many
    if months := chosen.months:
        running = {
            key: many for key, many in running.items() if key[1] == NONE or months[0] // 12 <= key[1] <= months[1] // 12
        }
    rank = partnership_rank(held)
    keys = sorted(running, key=lambda key: (rank[key[0]], key[1] == NONE, key[1]))
    shown = np.array([own for own, _ in keys], dtype=np.int64)
    codes = held["partnerships"]["partnership_id"][shown]
    return {
        "partnership_id": codes,
        "dataset_name": words(held["partnerships"], "short_name", chosen)[shown],
        "year": whole(np.array([year for _, year in keys], dtype=np.int64)),
        "activities": np.array([running[key] for key in keys], dtype=np.int64),
        "evidence": prefixed("partnerships", codes),
    }


@standing
def is_counted_partnership(held: Held) -> np.ndarray:
    """The partnerships whose activities are counted, not listed, as a mask."""
    codes = {*held["counted_partnerships"]["partnership_id"].tolist()}
    codes |= {*held["programmes"]["programme_id"][is_imported(held)].tolist()}
    return np.array([one in codes for one in held["partnerships"]["partnership_id"].tolist()], dtype=bool)


@standing
def dated_rows(held: Held) -> dict[str, tuple[Columns, np.ndarray, np.ndarray]]:
    """All rows that a timeline can have, in order, by language: their columns, the programme that each is (else -1) and
    the activity (else None)."""
    return {lang: timeline_of(held, lang) for lang in ("en", "es")}


def timeline_of(held: Held, lang: str) -> tuple[Columns, np.ndarray, np.ndarray]:
    programmes, activities, partnerships = held["programmes"], held["listed_activities"], held["partnerships"]
    of_programme = held.refers("programmes", "partnership_id", "partnerships")
    of_activity = held.refers("listed_activities", "partnership_id", "partnerships")
    under = held.refers("listed_activities", "programme_id", "programmes")
    stated = np.flatnonzero(~is_imported(held) & (of_programme >= 0))
    is_open = np.asarray(activities["disclosure"] == "open", dtype=bool) & ~np.append(is_imported(held), False)[under]
    listed = np.flatnonzero(is_open & (of_activity >= 0))
    owner = np.append(of_programme[stated], of_activity[listed])

    def both(column: str, other: str = "") -> np.ndarray:
        return np.append(programmes[column][stated], activities[other or column][listed])

    begin, end, reported = both("start_on"), both("end_on"), both("reported_from_on")
    is_programme = np.arange(len(owner)) < len(stated)
    has_begin, has_end = begin != NONE, end != NONE
    dates = np.select(
        [
            is_programme & has_begin & has_end,
            is_programme & has_begin,
            is_programme & has_end,
            has_begin,
            reported != NONE,
        ],
        ["stated", "end_not_stated", "start_not_stated", "stated", "reported"],
        "undated",
    ).astype(object)
    codes = both("programme_id", "activity_id")
    kinds = np.where(is_programme, "programme", "activity").astype(object)
    position = np.append(programmes["position"][stated], np.full(len(listed), 1000))
    at = partnerships["position"][owner]
    of_kind, of_code = (coded(values)[0] for values in (kinds, codes))
    order = np.lexsort((of_kind, of_code, np.where(has_begin, begin.astype(np.int64), 1 << 40), position, at))
    notes = np.append(programmes[f"dates_note_{lang}"][stated], np.full(len(listed), None))
    columns = {
        "row_kind": kinds,
        "item_id": codes,
        "item_name": both(f"short_name_{lang}", f"title_{lang}"),
        "partnership_id": both("partnership_id"),
        "partnership_name": partnerships[f"short_name_{lang}"][owner],
        "start_on": days(begin),
        "start_precision": both("start_precision"),
        "end_on": days(end),
        "end_precision": both("end_precision"),
        "reported_from_on": days(reported),
        "reported_to_on": days(both("reported_to_on")),
        "note": notes,
        "dates": dates,
        "partnership_position": at,
        "item_position": position.astype(np.int64),
        "provenance": both("provenance"),
        "evidence": column(
            f"{'programmes' if kind == 'programme' else 'activities'}:{code}"
            for kind, code in zip(kinds, codes, strict=True)
        ),
    }
    programme = np.append(stated, np.full(len(listed), -1))
    return (
        {name: values[order] for name, values in columns.items()},
        programme[order],
        np.where(is_programme, None, codes)[order],
    )


@answers
def timeline(chosen: Chosen) -> Columns:
    columns, programme, activity = dated_rows(chosen.held)["es" if chosen.params["lang"] == "es" else "en"]
    passing = np.append(chosen_programmes(chosen), False)[programme]
    if (programme < 0).any():
        listed = chosen_listed(chosen)
        passing |= np.array([one in listed for one in activity.tolist()], dtype=bool)
    return {name: values[passing] for name, values in columns.items()}
