"""Evidence: published figures against what is listed, and what is told in words; each as the question of its name."""

from __future__ import annotations

from collections import Counter

import numpy as np

from analytics.arrays.chosen import Chosen
from analytics.arrays.held import Held, standing
from analytics.arrays.partners import in_order, is_chosen
from analytics.arrays.saying import Columns, answers, column, lang_of, picked, prefixed, taken

EVENTS = ("conference", "meeting", "workshop")


def different_by(keys: np.ndarray, values: np.ndarray) -> Counter:
    """How many different values (None: none) each key has."""
    pairs = {pair for pair in zip(keys.tolist(), values.tolist(), strict=True) if pair[1] is not None}
    return Counter(key for key, _ in pairs)


def summed_by(keys: np.ndarray, numbers: np.ndarray) -> Counter:
    """The sum of each key's whole numbers."""
    found: Counter = Counter()
    for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
        found[key] += number
    return found


@standing
def listed_by_programme(held: Held) -> dict[str, Counter]:
    """How many of each thing that a figure may be counted in are listed, by programme; see `counted` in the SQL."""
    issues, places, units, statements, roles = (
        held[name] for name in ("issues", "programme_places", "work_units", "statements", "programme_organisations")
    )
    open_statements = statements["disclosure"] == "open"
    listed = (issues["relation"] == "listed") & (issues["disclosure"] == "open")
    levels = taken(held["place_lines"]["level"], held.refers("programme_places", "place_id", "place_lines"))
    towns, grants, members = levels == "municipality", units["kind"] == "small_grant", roles["role"] == "member"
    events = np.isin(units["kind"].astype(str), EVENTS)

    def of(table: str, rows: np.ndarray) -> np.ndarray:
        return held[table]["programme_id"][np.asarray(rows, dtype=bool)]

    return {
        "listed_places": different_by(of("issues", listed), issues["place_id"][np.asarray(listed, dtype=bool)]),
        "programme_municipalities": different_by(
            of("programme_places", towns), places["place_id"][np.asarray(towns, dtype=bool)]
        ),
        "described_grants": summed_by(of("work_units", grants), units["activities"][np.asarray(grants, dtype=bool)]),
        "events": summed_by(of("work_units", events), units["activities"][events]),
        "members": different_by(
            of("programme_organisations", members), roles["organisation_id"][np.asarray(members, dtype=bool)]
        ),
        "components": Counter(held["components"]["programme_id"].tolist()),
        "pillars": Counter(of("statements", open_statements & (statements["kind"] == "pillar")).tolist()),
        "objectives": Counter(of("statements", open_statements & (statements["kind"] == "objective")).tolist()),
    }


def verdict_of(records: int, published: float) -> str:
    if not records:
        return "cannot_be_checked"
    return "agrees" if records == published else "above" if records > published else "below"


@standing
def figures_held_against(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """The published figures that are held against what is listed, in order.

    The row of each one's programme, and what is said of it.
    """
    table = held.where("observations", "counted_in is not null and disclosure = 'open'")
    indicators, programmes = held["indicators"], held["programmes"]
    row_of = held.row_of("indicators", "indicator_id")
    indicator = np.array([row_of.get(one, -1) for one in table["indicator_id"].tolist()], dtype=np.int64)
    programme = np.append(held.refers("indicators", "programme_id", "programmes"), -1)[indicator]
    rows = in_order(np.append(programmes["position"], -1)[programme], table["line"], table.codes("observation_id"))
    rows = rows[programme[rows] >= 0]
    indicator, programme = indicator[rows], programme[rows]
    codes, listed = indicators["programme_id"][indicator], listed_by_programme(held)
    counted_in, published = table["counted_in"][rows], table["value"][rows]
    records = [
        int(listed.get(of, Counter())[code]) for of, code in zip(counted_in.tolist(), codes.tolist(), strict=True)
    ]
    return programme, {
        "result_id": table["observation_id"][rows],
        "partnership_id": indicators["partnership_id"][indicator],
        "programme_id": codes,
        "programme_name": programmes[f"short_name_{lang}"][programme],
        "result_name": indicators[f"name_{lang}"][indicator],
        "published": published,
        "qualifier": table["qualifier"][rows],
        "counted_in": counted_in,
        "records": np.array(records, dtype=np.int64),
        "verdict": column(map(verdict_of, records, published.tolist())),
        "note": table[f"note_{lang}"][rows],
        "evidence": prefixed("observations", table["observation_id"][rows]),
    }


@answers
def reconciliation(chosen: Chosen) -> Columns:
    programme, columns = figures_held_against(chosen.held, lang_of(chosen))
    return picked(columns, is_chosen(chosen)[programme])


@standing
def words_only(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """What is told in words only, in order: its partnership (a row of that table; -1: none), and what is said of it."""
    of_indicators = dict(
        zip(held["indicators"]["indicator_id"].tolist(), held["indicators"]["partnership_id"].tolist(), strict=True)
    )
    row_of = held.row_of("partnerships", "partnership_id")
    found: list[tuple[str, str, int]] = []
    for name, prefix, key, text in (
        ("listed_activities", "activities", "activity_id", "description"),
        ("issues", "issues", "issue_id", "as_stated"),
        ("statements", "statements", "statement_id", "text"),
        ("observations", "observations", "observation_id", "note"),
    ):
        table = held.where(name, "disclosure = 'words_only'")
        if name == "observations":
            owners = [of_indicators.get(one) for one in table["indicator_id"].tolist()]
        else:
            owners = table["partnership_id"].tolist()
        for code, told, owner in zip(table[key].tolist(), table[f"{text}_{lang}"].tolist(), owners, strict=True):
            if told is not None:
                found.append((f"{prefix}:{code}", told, row_of.get(owner, -1)))
    found.sort()
    return np.array([owner for *_, owner in found], dtype=np.int64), {
        "told_text": column(told for _, told, _ in found),
        "evidence": column(cited for cited, *_ in found),
    }


@answers
def told_in_words(chosen: Chosen) -> Columns:
    held = chosen.held
    owner, columns = words_only(held, lang_of(chosen))
    with_programmes = np.zeros(held["partnerships"].rows + 1, dtype=bool)
    of_programmes = held.refers("programmes", "partnership_id", "partnerships")
    with_programmes[of_programmes[is_chosen(chosen)[:-1]]] = True
    with_programmes[-1] = False
    return picked(columns, with_programmes[owner])
