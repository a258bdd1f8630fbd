"""The tables of the illustrative portfolio, made from a seed: the same seed gives the same rows, byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from analytics.importing.rows import canonical
from analytics.sample import activities as done
from analytics.sample import results
from analytics.sample.chance import chance
from analytics.sample.words import ABOUT, COMPONENTS, DATES, END, INDICATORS, KEY, NAME, START

MADE = 2  # raised where the same seed gives other rows, so that a portfolio made before is made anew
SOURCE = ("Illustrative portfolio", "Portafolio ilustrativo")
PARTICIPATIONS = "participations"


@dataclass(frozen=True)
class Portfolio:
    """The rows of one seed: of the tables that people write, and of those that imports fill."""

    seed: int
    frames: dict[str, pd.DataFrame]
    parts: dict[str, pd.DataFrame]


def _both(stem: str, words: tuple[str, str]) -> dict[str, str]:
    return {f"{stem}_en": words[0], f"{stem}_es": words[1]}


def portfolio(seed: int, places: pd.DataFrame) -> Portfolio:
    """The portfolio of a seed on the places of the reference."""
    rng = chance(seed)
    where = done.ground(rng, places)
    rows = done.activities(rng, where)
    partners = done.organisations(rng)
    joined = done.members(rng, rows, partners)
    given = done.contributions(rng, rows, joined)
    people = done.participations(rng, rows)
    values = results.observations(rng, where, rows, people, given)
    found = _programme(seed, where) | {
        "organisations": partners.assign(sector_basis="stated", is_named=True, country_code="CO", note_en=ABOUT[0],
                                         note_es=ABOUT[1]),
        "activities": _activities(done.dated(rows), where), "activity_places": _activity_places(rows),
        "activity_organisations": joined.assign(role_basis="stated"), "indicators": _indicators(),
        "observations": values, "contributions": _contributions(given, partners),
    }  # fmt: skip
    frames = {name: canonical(name, _marked(name, frame)) for name, frame in found.items()}
    people = people.assign(
        dataset=KEY, source_id=KEY, sheet=PARTICIPATIONS, line=range(1, len(people) + 1), provenance="illustrative"
    )
    return Portfolio(seed, frames, {PARTICIPATIONS: people})


def _marked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the origin of each row: this portfolio, its line, and the mark."""
    lines = range(1, len(frame) + 1)
    if name != "sources":
        frame = frame.assign(source_id=KEY, section=name, line=lines, anchor=[f"illustrative {n}" for n in lines])
    return frame.assign(provenance="illustrative")


def _programme(seed: int, where: done.Ground) -> dict[str, pd.DataFrame]:
    described = _both("description", ABOUT)
    named = _both("name", NAME) | _both("short_name", NAME) | described
    head = {"partnership_id": KEY, "position": 1}
    sha = hashlib.sha256(f"{KEY} {MADE} {seed}".encode()).hexdigest()
    source = {
        "source_id": KEY, **_both("title", SOURCE), **_both("kind", SOURCE), "file_name": f"{KEY}-{seed}",
        "sha256": sha, "line_count": 1, **_both("note", ABOUT),
    }  # fmt: skip
    programme = head | named | {
        "programme_id": KEY, "is_name_ours": True, "start_on": START, "start_precision": "month", "end_on": END,
        "end_precision": "month", **_both("dates_note", DATES),
    }  # fmt: skip
    components = [
        {"component_id": f"{KEY}-{key}", "programme_id": KEY, "position": n, **_both("name", name),
         **_both("summary", ABOUT)}
        for n, (key, name) in enumerate(COMPONENTS.items(), 1)
    ]  # fmt: skip
    places = where.towns.assign(programme_id=KEY, exactness="municipality", presence="works")
    return {
        "sources": pd.DataFrame([source]), "partnerships": pd.DataFrame([head | named]),
        "programmes": pd.DataFrame([programme]), "components": pd.DataFrame(components), "programme_places": places,
    }  # fmt: skip


def _activities(rows: pd.DataFrame, where: done.Ground) -> pd.DataFrame:
    names = where.towns.set_index("place_id")
    titles = {}
    for lang, of in (("en", "in"), ("es", "en")):
        town = rows["town"].map(names[f"name_{lang}"])
        titles[f"title_{lang}"] = rows[f"title_{lang}"] + (f" {of} " + town.astype(object)).fillna("")
    return rows.assign(
        **titles, partnership_id=KEY, programme_id=KEY, description_en=ABOUT[0], description_es=ABOUT[1],
        disclosure="open",
    )  # fmt: skip


def _activity_places(rows: pd.DataFrame) -> pd.DataFrame:
    placed = rows.assign(place_id=rows["town"].fillna(rows["department"]))
    return placed[placed["place_id"].notna()].assign(share=1.0)


def _indicators() -> pd.DataFrame:
    return pd.DataFrame([
        {
            "indicator_id": f"{KEY}-{one.key}", "programme_id": KEY, "partnership_id": KEY, **_both("name", one.name),
            "unit": one.unit, "aggregation": one.aggregation, **_both("definition", one.definition),
            "measure": one.measure, "direction": one.direction, "is_cumulative": one.is_cumulative,
            "counted_from": one.counted_from, "counted_kind": one.counted_kind,
            **_both("verification", one.verification),
        }
        for one in INDICATORS
    ])  # fmt: skip


def _contributions(given: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    names = partners.set_index("organisation_id")
    words = {
        "leveraged": ("Leveraged by {}", "Apalancado por {}"),
        "mobilised": ("Mobilised by {}", "Movilizado por {}"),
    }
    found = {}
    for i, lang in enumerate(("en", "es")):
        who = given["organisation_id"].map(names[f"name_{lang}"])
        found[f"name_{lang}"] = [words[flow][i].format(name) for flow, name in zip(given["flow"], who, strict=True)]
    return given.assign(
        **found, programme_id=KEY, currency="USD", qualifier="exact", start_precision="month", end_precision="month"
    )
