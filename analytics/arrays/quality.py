"""Quality: who reports when, what is stated, how exactly places are known; each as the question of its name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from analytics import cube
from analytics.arrays.chosen import Chosen, by_place, cells_in_places, cells_of, kept, places_of_sets
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.saying import Columns, answers, column, days, prefixed, whole, words
from analytics.arrays.work import chosen_programmes, chosen_records, units_of, work_by_unit, work_by_year

FACETS = ("title", "description", "start", "end", "place", "funder", "partner", "amount", "sector")
OF_GIVEN = ("flow", "currency", "qualifier")
OF_RECORDS = ("start", "place", "count")
EXACTNESS = ("exact", "municipality", "city", "department", "named_region", "country")


@standing
def units_with(held: Held) -> dict[str, np.ndarray]:
    """What the activities of each unit state, as masks over `work_units`."""
    names = (*(f"has_{facet}" for facet in FACETS), "is_open_past_end")
    return {name: np.asarray(held["work_units"][name], dtype=bool) for name in names}


def references(found: set[str | None]) -> str | None:
    """References once each, in order."""
    return " ".join(sorted(found - {None})) or None


@dataclass
class Reported:
    """What one reporter (or data set, or form) has of a year."""

    items: int = 0
    names: set[str] = field(default_factory=set)
    is_partial: bool = False
    evidence: set[str] = field(default_factory=set)


@answers
def reporting_by_year(chosen: Chosen) -> Columns:
    found: dict[tuple[str, str, int], Reported] = defaultdict(Reported)
    for kind, own in (("activities", work_reported), ("records", records_reported), ("submissions", forms_reported)):
        for reporter, name, first, last, items, is_partial, reference in own(chosen):
            for year in range(first, last + 1) if first != NONE else (NONE,):
                if year == NONE or is_within(chosen, year):
                    one = found[kind, reporter, year]
                    one.items += items
                    one.names.add(name)
                    one.is_partial |= is_partial
                    one.evidence.add(reference)
    keys = sorted(found, key=lambda key: (key[0], key[1], key[2] == NONE, key[2]))
    rows = [found[key] for key in keys]
    return {
        "data_kind": column(kind for kind, _, _ in keys),
        "reporter_id": column(reporter for _, reporter, _ in keys),
        "reporter_name": column(min(own.names - {None}, default=None) for own in rows),
        "year": whole(np.array([year for _, _, year in keys], dtype=np.int64)),
        "items": np.array([own.items for own in rows], dtype=np.int64),
        "is_partial": np.array([own.is_partial for own in rows], dtype=bool),
        "evidence": column(references(own.evidence) for own in rows),
    }


def is_within(chosen: Chosen, year: int) -> bool:
    """Whether a year lies in the period, or touches it."""
    return chosen.months is None or chosen.months[0] // 12 <= year <= chosen.months[1] // 12


@standing
def reporters(held: Held) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str | None, str | None]]]:
    """Who reports the activities of each unit, by number (-1: nobody known), its partnership, and who they are.

    Each reporter is a code, and a name of its own in English and in Spanish.
    """
    units, partnerships = held["work_units"], held["partnerships"]
    owner = units_of(held).partnership
    known: dict[tuple, int] = {}
    number = []
    columns = zip(units["reporter_ref"].tolist(), units["reporter_name"].tolist(), owner.tolist(), strict=True)
    for ref, name, of in columns:
        if of < 0:
            number.append(-1)
            continue
        short = [name or ref or partnerships[f"short_name_{lang}"][of] for lang in ("en", "es")]
        number.append(known.setdefault((ref or name or partnerships["partnership_id"][of], *short), len(known)))
    return np.array(number, dtype=np.int64), owner, list(known)


def work_reported(chosen: Chosen) -> list[tuple]:
    number, owner, known = reporters(chosen.held)
    unit, first, last, many = work_by_year(chosen)
    told = Groups(number[unit], owner[unit], np.maximum(first, -1), np.maximum(last, -1))
    codes = chosen.held["partnerships"]["partnership_id"]
    of_language = 2 if chosen.params["lang"] == "es" else 1
    found = []
    for one, of, begin, end, items in zip(*(key.tolist() for key in told.keys), told.sum(many).tolist(), strict=True):
        if one >= 0:
            years = (begin, end) if begin >= 0 else (NONE, NONE)
            found.append((known[one][0], known[one][of_language], *years, items, False, f"partnerships:{codes[of]}"))
    return found


def records_reported(chosen: Chosen) -> list[tuple]:
    table, rows = chosen.held["issue_counts"], chosen_records(chosen)
    if not len(rows):
        return []
    year = table["year"][rows]
    told = Groups(table.codes("dataset")[rows], np.maximum(year, -1), table.codes("source_id")[rows])
    partial = told.any(np.asarray(table["is_partial"], dtype=bool)[rows])
    items = told.sum(table["record_rows"][rows])
    found = []
    keys = zip(*(key.tolist() for key in told.keys), items.tolist(), partial.tolist(), strict=True)
    for dataset, own, source, many, is_partial in keys:
        name = table.values("dataset")[dataset]
        at = (own, own) if own >= 0 else (NONE, NONE)
        found.append((name, name, *at, many, is_partial, f"sources:{table.values('source_id')[source]}"))
    return found


def forms_reported(chosen: Chosen) -> list[tuple]:
    held = chosen.held
    table = held["submissions"]
    if not table.rows:
        return []
    passing = by_place(chosen, "submissions") & chosen.among("provenances", "submissions", "provenance")
    day = table["submitted_on"]
    if between := chosen.days:
        passing &= (day != NONE) & (day >= between[0]) & (day <= between[1])
    rows = np.flatnonzero(passing)
    year = np.where(day == NONE, -1, day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970)[rows]
    told = Groups(table.codes("form")[rows], year, table.codes("source_id")[rows])
    found = []
    for form, own, source, many in zip(*(key.tolist() for key in told.keys), told.rows().tolist(), strict=True):
        name = table.values("form")[form]
        at = (own, own) if own >= 0 else (NONE, NONE)
        found.append((name, name, *at, many, False, f"sources:{table.values('source_id')[source]}"))
    return found


@answers
def completeness(chosen: Chosen) -> Columns:
    rows = [*work_stated(chosen), *records_stated(chosen)]
    rows.sort(key=lambda row: row[:2])
    kinds, datasets, names, facets, items, stated, evidence = zip(*rows, strict=True) if rows else ((),) * 7
    items, stated = np.array(items, dtype=np.int64), np.array(stated, dtype=np.int64)
    return {
        "data_kind": column(kinds),
        "dataset_id": column(datasets),
        "dataset_name": column(names),
        "facet": column(facets),
        "items": items,
        "stated": stated,
        "stated_share": stated / items,
        "evidence": column(evidence),
    }


def work_stated(chosen: Chosen) -> list[tuple]:
    """What activities state: a row per partnership and facet."""
    held, work = chosen.held, work_by_unit(chosen)
    partnerships, has = held["partnerships"], units_with(held)
    told = Groups(units_of(held).partnership[work.unit])
    items = told.sum(work.activities).tolist()
    stated = {facet: told.sum(work.activities * has[f"has_{facet}"][work.unit]).tolist() for facet in FACETS}
    names = words(partnerships, "short_name", chosen)
    found = []
    for group, owner in enumerate(told.keys[0].tolist()):
        code = partnerships["partnership_id"][owner]
        found += [
            ("activities", code, names[owner], facet, items[group], stated[facet][group], f"partnerships:{code}")
            for facet in FACETS
            if owner >= 0
        ]
    return found


def records_stated(chosen: Chosen) -> list[tuple]:
    """What is stated of recorded issues: a row per data set and facet."""
    table, rows = chosen.held["issue_counts"], chosen_records(chosen)
    if not len(rows):
        return []
    told = Groups(table.codes("dataset")[rows])
    many = table["record_rows"][rows]
    placed = table.codes("place_id")[rows] >= 0
    stated = {
        "start": told.sum(many * (table["first_on"][rows] != NONE)),
        "place": told.sum(many * placed),
        "count": told.sum(many - table["not_stated"][rows]),
    }
    items, sources = told.sum(many), told.lists(table["source_id"][rows])
    found = []
    for group, dataset in enumerate(table.values("dataset")[told.keys[0]].tolist()):
        evidence = references({f"sources:{one}" for one in sources[group]})
        found += [
            ("records", dataset, dataset, facet, items[group], stated[facet][group], evidence) for facet in OF_RECORDS
        ]
    return found


@standing
def location_keys(held: Held) -> list[list[str]]:
    """How exactly the places of each unit's activities are known, as the file gives them: one word for each place."""
    return [(key or "").split(" ") if key is not None else [] for key in held["work_units"]["location_key"].tolist()]


@answers
def place_precision(chosen: Chosen) -> Columns:
    held = chosen.held
    found: dict[tuple[str, str, str], list] = {}

    def add(kind: str, dataset: str, name: str, reference: str, exactness: str, items: int) -> None:
        own = found.setdefault((kind, dataset, exactness), [0, name, set()])
        own[0] += items
        own[2].add(reference)

    partnerships, names = held["partnerships"], words(held["partnerships"], "short_name", chosen)
    for owner, exactness, items in work_exactness(chosen):
        code = partnerships["partnership_id"][owner]
        add("activities", code, names[owner], f"partnerships:{code}", exactness, items)
    table, rows = held["issue_counts"], chosen_records(chosen)
    if len(rows):
        levels = np.append(held["place_lines"]["level"], [None])[held.refers("issue_counts", "place_id", "place_lines")]
        level = np.array([one or "none" for one in levels[rows].tolist()], dtype=object)
        known = sorted(set(level.tolist()))
        told = Groups(table.codes("dataset")[rows], np.searchsorted(known, level), table.codes("source_id")[rows])
        keys = zip(*(key.tolist() for key in told.keys), told.sum(table["record_rows"][rows]).tolist(), strict=True)
        for dataset, own, source, items in keys:
            name = table.values("dataset")[dataset]
            add("records", name, name, f"sources:{table.values('source_id')[source]}", known[own], items)
    rank = {word: place for place, word in enumerate(EXACTNESS)}
    keys = sorted(found, key=lambda key: (*key[:2], rank.get(key[2], 6), key[2]))
    of_all: dict[tuple[str, str], int] = defaultdict(int)
    for kind, dataset, exactness in keys:
        of_all[kind, dataset] += found[kind, dataset, exactness][0]
    items = np.array([found[key][0] for key in keys], dtype=np.int64)
    return {
        "data_kind": column(key[0] for key in keys),
        "dataset_id": column(key[1] for key in keys),
        "dataset_name": column(found[key][1] for key in keys),
        "exactness": column(key[2] for key in keys),
        "items": items,
        "items_share": items / np.array([of_all[key[:2]] for key in keys], dtype=float),
        "evidence": column(references(found[key][2]) for key in keys),
    }


def work_exactness(chosen: Chosen) -> list[tuple[int, str, int]]:
    """How exactly the places of activities are known: partnership, exactness, and how many places."""
    held, cells = chosen.held, cells_in_places(chosen)
    keys, owner = location_keys(held), units_of(held).partnership
    has_key = np.array([bool(own) for own in keys], dtype=bool)
    found = []
    by_key = Groups(cells.unit_row[has_key[cells.unit_row]])
    own = cells["activities"][has_key[cells.unit_row]]
    for unit, items in zip(by_key.keys[0].tolist(), by_key.sum(own).tolist(), strict=True):
        found += [(owner[unit], exactness, items) for exactness in keys[unit] if owner[unit] >= 0]
    rest = ~has_key[cells.unit_row]
    at = Groups(owner[cells.unit_row[rest]], cells["place_set"][rest])
    many = at.sum(cells["activities"][rest])
    of, place_set = at.keys
    which, row = places_of_sets(held).join(place_set)
    sets = held["place_sets"]
    told = Groups(of[which], sets.codes("exactness")[row])
    for one, code, items in zip(*(key.tolist() for key in told.keys), told.sum(many[which]).tolist(), strict=True):
        found += [(one, "none" if code < 0 else sets.values("exactness")[code], items)] * (one >= 0)
    nowhere = np.ones(at.count, dtype=bool)
    nowhere[which] = False
    none = Groups(of[nowhere])
    for one, items in zip(none.keys[0].tolist(), none.sum(many[nowhere]).tolist(), strict=True):
        found += [(one, "none", items)] * (one >= 0)
    return found


@kept
def chosen_money(chosen: Chosen) -> tuple[np.ndarray, ...]:
    """Transactions of the chosen activities by partnership, kind and currency.

    These three as arrays, items, those without an amount, the amount, and the first and last day.
    """
    held = chosen.held
    in_all = cube.HEADS_FROM in held.rows and not chosen.narrowed()
    name = cube.MONEY_IN_ALL if in_all else "money_cells"
    cells = cells_of(chosen, name)
    rows = np.flatnonzero(~np.asarray(cells["is_given"], dtype=bool))
    owner = units_of(held).partnership[cells.unit_row[rows]]
    told = Groups(owner, cells.codes("money_kind")[rows], cells.codes("currency")[rows])
    owner, kind, currency = told.keys
    known = held[name]
    kinds, currencies = np.append(known.values("money_kind"), [None]), np.append(known.values("currency"), [None])
    sums = (told.sum(cells[one][rows]) for one in ("items", "not_stated"))
    spans = told.least(cells["first_on"][rows]), told.most(cells["last_on"][rows])
    return owner, kinds[kind], currencies[currency], *sums, told.sum_known(cells["amount"][rows]), *spans


@answers
def currencies(chosen: Chosen) -> Columns:
    held = chosen.held
    partnerships, names = held["partnerships"], words(held["partnerships"], "short_name", chosen)
    rows = []
    for owner, kind, currency, *sums in zip(*(values.tolist() for values in chosen_money(chosen)), strict=True):
        if owner >= 0:
            code = partnerships["partnership_id"][owner]
            rows.append(((code, kind, currency, None), names[owner], *sums, [f"partnerships:{code}"]))
    rows += given_money(chosen)
    found: dict[tuple, list] = {}
    for key, name, items, not_stated, amount, first, last, resting in rows:
        own = found.setdefault(key, [name, 0, 0, [], [], [], []])
        own[1], own[2] = own[1] + items, own[2] + not_stated
        own[6] += resting
        for place, value in ((3, amount), (4, first), (5, last)):
            own[place].append(value)
    keys = sorted(
        found, key=lambda key: (*((one is None, one or "") for one in key[:3]), key[3] is not None, key[3] or "")
    )
    told = [found[key] for key in keys]
    amounts = [[one for one in own[3] if one == one] for own in told]
    return {
        "dataset_id": column(key[0] for key in keys),
        "dataset_name": column(own[0] for own in told),
        "money_kind": column(key[1] for key in keys),
        "currency": column(key[2] for key in keys),
        "qualifier": column(key[3] for key in keys),
        "items": np.array([own[1] for own in told], dtype=np.int64),
        "not_stated": np.array([own[2] for own in told], dtype=np.int64),
        "amount": np.array([sum(own) if own else np.nan for own in amounts], dtype=float),
        "first_on": days(
            np.array([min((d for d in own[4] if d != NONE), default=NONE) for own in told], dtype=np.int32)
        ),
        "last_on": days(np.array([max(own[5], default=NONE) for own in told], dtype=np.int32)),
        "evidence": column(" ".join(sorted(own[6])) for own in told),
    }


def given_money(chosen: Chosen) -> list[tuple]:
    """The amounts that documents state of the chosen programmes; with a place chosen none.

    By partnership, kind, currency and qualifier, with the references of each in order.
    """
    held = chosen.held
    table, partnerships = held["contributions"], held["partnerships"]
    if chosen.params["places"] or not table.rows:
        return []
    programme = held.refers("contributions", "programme_id", "programmes")
    owner = np.append(held.refers("programmes", "partnership_id", "partnerships"), -1)[programme]
    order, references = given_in_order(held)
    rows = order[(np.append(chosen_programmes(chosen), False)[programme] & (owner >= 0))[order]]
    told = Groups(owner[rows], *(table.codes(name)[rows] for name in OF_GIVEN))
    amount, day = table["amount"].astype(float)[rows], table["end_on"][rows]
    sums = (told.rows(), told.sum(np.isnan(amount)), told.sum_known(amount), told.least(day), told.most(day))
    known = (np.append(table.values(name), [None])[key] for name, key in zip(OF_GIVEN, told.keys[1:], strict=True))
    keys = zip(partnerships["partnership_id"][told.keys[0]], *known, strict=True)
    names = words(partnerships, "short_name", chosen)[told.keys[0]]
    return list(zip(keys, names, *(own.tolist() for own in sums), told.lists(references[rows]), strict=True))


@standing
def given_in_order(held: Held) -> tuple[np.ndarray, np.ndarray]:
    """The rows of `contributions` in the order of their ids, and the reference of each row."""
    table = held["contributions"]
    references = prefixed("contributions", table["contribution_id"])
    return np.argsort(table.codes("contribution_id"), kind="stable"), references


@answers
def timeliness(chosen: Chosen) -> Columns:
    held, work = chosen.held, work_by_unit(chosen)
    partnerships, has = held["partnerships"], units_with(held)
    told = Groups(units_of(held).partnership[work.unit])
    shown = np.flatnonzero(told.keys[0] >= 0)
    owner = told.keys[0][shown]
    codes = partnerships["partnership_id"][owner]
    undated = ~has["has_start"] & ~has["has_end"]
    parts = [
        (
            ["activities"] * len(shown), codes.tolist(), words(partnerships, "short_name", chosen)[owner].tolist(),
            told.sum(work.activities)[shown].tolist(), told.least(work.first_on)[shown].tolist(),
            told.most(work.last_on)[shown].tolist(),
            told.sum(work.activities * has["is_open_past_end"][work.unit])[shown].tolist(),
            told.sum(work.activities * undated[work.unit])[shown].tolist(), [NONE] * len(shown),
            [f"partnerships:{code}" for code in codes.tolist()],
        ),
        records_dated(chosen),
    ]  # fmt: skip
    rows = sorted((row for part in parts for row in zip(*part, strict=True)), key=lambda row: row[:2])
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    kind, dataset, name, items, first, last, past, undated, partial, evidence = columns
    return {
        "data_kind": column(kind),
        "dataset_id": column(dataset),
        "dataset_name": column(name),
        "items": np.array(items, dtype=np.int64),
        "first_on": days(np.array(first, dtype=np.int32)),
        "last_on": days(np.array(last, dtype=np.int32)),
        "open_past_end": np.array(past, dtype=np.int64),
        "undated": np.array(undated, dtype=np.int64),
        "partial_year": whole(np.array(partial, dtype=np.int64)),
        "evidence": column(evidence),
    }


def records_dated(chosen: Chosen) -> tuple[list, ...]:
    """The columns of `timeliness` of each data set of recorded issues."""
    table, rows = chosen.held["issue_counts"], chosen_records(chosen)
    if not len(rows):
        return ([],) * 10
    told = Groups(table.codes("dataset")[rows])
    names = table.values("dataset")[told.keys[0]].tolist()
    many, first = table["record_rows"][rows], table["first_on"][rows]
    partial = np.where(np.asarray(table["is_partial"], dtype=bool)[rows], table["year"][rows], NONE)
    return (
        ["records"] * told.count, names, names, told.sum(many).tolist(), told.least(first).tolist(),
        told.most(table["last_on"][rows]).tolist(), [0] * told.count, told.sum(many * (first == NONE)).tolist(),
        told.most(partial.astype(np.int32)).tolist(),
        [references({f"sources:{one}" for one in own}) for own in told.lists(table["source_id"][rows])],
    )  # fmt: skip
