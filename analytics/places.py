"""The profile of a place: what is recorded there, inside it and around it, and what is not known."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from analytics.asking import answer, question
from analytics.paging import WHOLE, page_within
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

MOST = 500  # activities of a place that are listed at once; `place_activity_counts` has them all
RELATIONS = ("here", "inside", "around")  # in the order of the list


@question
def place_index(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per place that can be looked up, with how much is recorded exactly there."""
    return answer(engine, "place_index", selection, reader)


@question
def place_profile(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row: the place itself; none where the code is unknown. `population` is people in `population_year`."""
    return answer(engine, "place_profile", selection, reader, place_id=place_id)


@question
def place_programmes(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per programme at the place, inside it, or stated only for a larger place around it."""
    return answer(engine, "place_programmes", selection, reader, place_id=place_id)


@question
def place_activities(
    engine: Engine, selection: Selection, reader: Reader, *, place_id: str, skip: int = 0, most: int = MOST
) -> pd.DataFrame:
    """One row per activity at the place, inside it, or placed only in a larger place around it; `most` of them."""
    months = months_of_place(engine, selection, reader, place_id=place_id)
    pages, before = [], 0
    for relation in RELATIONS:
        here = months[months["relation"] == relation]
        there, first = int(here["listed"].sum()), max(skip - before, 0)
        if taken := max(min(there - first, skip + most - before - first), 0):
            pages.append({"relation": relation} | page_within(here, first, taken))
        before += there
    pages = pages or [{"relation": RELATIONS[0], "skip": 0, "most": 0} | WHOLE]
    found = [answer(engine, "place_activities", selection, reader, place_id=place_id, **page) for page in pages]
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


@question
def months_of_place(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per relation to the place and month in which activities begin; `listed`: rows of `place_activities`."""
    return answer(engine, "months_of_place", selection, reader, place_id=place_id)


@question
def place_activity_counts(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row: how many activities are placed at the place or inside it, without a date, and only around it."""
    return answer(engine, "place_activity_counts", selection, reader, place_id=place_id)


@question
def place_issues(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per issue listed at the place or inside it; `position` is the order in the list."""
    return answer(engine, "place_issues", selection, reader, place_id=place_id)


@question
def place_organisations(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per organisation and role of the programmes present at, inside or around the place."""
    return answer(engine, "place_organisations", selection, reader, place_id=place_id)


@question
def places_alike(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per other place whose list shares an issue type with this place's list."""
    return answer(engine, "places_alike", selection, reader, place_id=place_id)


LEVELS = ("country", "department", "municipality", "city", "named_region")
CODES = ("place_id", "divipola_code", "iso_3166_2", "p_code")


def plain(text: str | None) -> str:
    """A name as it is compared: small letters, no accents, one space between words."""
    bare = unicodedata.normalize("NFKD", text or "")
    letters = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", letters).strip()


def found_places(index: pd.DataFrame, text: str, most: int = 12) -> pd.DataFrame:
    """The places of `place_index` that a reader may mean, best first; `also_known_as` is the other name that fits.

    Rank: the code, the name, another name, the beginning of a name, of a word in it, any part of it. Places with
    something recorded come first among equals, then the larger.
    """
    wanted = plain(text)
    if not wanted:
        return index.iloc[:0].assign(also_known_as=None)
    rows = []
    for place in index.itertuples():
        codes = {plain(code) for code in (getattr(place, name) for name in CODES) if code}
        names = [place.place_name, *filter(None, place.other_names.split(" · "))]
        rank, name = min((_fit(plain(n), wanted) + (i > 0) / 2, n) for i, n in enumerate(names))
        rank = 0 if wanted in codes else rank
        if rank < len(FITS) + 1:
            recorded = place.programmes_here + place.issues_listed == 0
            alias = name if rank and plain(name) != plain(place.place_name) else None
            rows.append((rank, recorded, LEVELS.index(place.level), place.place_name, place.Index, alias))
    rows.sort(key=lambda row: row[:5])
    hits = index.loc[[row[4] for row in rows[:most]]]
    return hits.assign(also_known_as=[row[5] for row in rows[:most]])


def meant_places(index: pd.DataFrame, text: str, most: int = 12) -> pd.DataFrame:
    """The places that a reader means: those of just that name, other name or code, else all that fit."""
    hits, wanted = found_places(index, text, most), plain(text)
    codes = pd.concat([hits[name].fillna("").map(plain).eq(wanted) for name in CODES], axis=1).any(axis=1)
    names = hits["place_name"].map(plain).eq(wanted) | hits["also_known_as"].fillna("").map(plain).eq(wanted)
    exact = hits[codes] if codes.any() else hits[names.astype(bool)]
    return exact if len(exact) else hits


FITS = (
    lambda name, wanted: name == wanted,
    lambda name, wanted: name.startswith(wanted),
    lambda name, wanted: f" {wanted}" in name,
    lambda name, wanted: wanted in name,
)


def _fit(name: str, wanted: str) -> float:
    """1 for the name itself, 2 for its beginning, 3 for that of a word, 4 for any part; more where nothing fits."""
    return next((i for i, fits in enumerate(FITS, 1) if fits(name, wanted)), len(FITS) + 1)


@question
def place_records(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per issue type, data set and measure recorded at a place or inside it; no row is not no case."""
    return answer(engine, "place_records", selection, reader, place_id=place_id)


@question
def place_attribute_values(engine: Engine, selection: Selection, reader: Reader, *, place_id: str) -> pd.DataFrame:
    """One row per thing known of the place itself and breakdown (population, PDET …): its latest year, and source."""
    return answer(engine, "place_attribute_values", selection, reader, place_id=place_id)
