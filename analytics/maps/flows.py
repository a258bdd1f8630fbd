"""Flows: from the country of an organisation to the places of its programmes and activities, as arcs.

An organisation is placed no finer than its country, so that an arc begins at a point inside the country and says so. On
a map of the world the arcs go from country to country; work of a country's own organisations has no arc and is told.
"""

from __future__ import annotations

import pandas as pd

from analytics.maps.filling import Made, cells_of
from analytics.maps.frames import Arc, Unplaced
from analytics.wording import Words

ROLES = {
    "funder": ("funding", "sponsor"),
    "seat": ("accountable", "extending", "implementing", "member", "network", "partner"),
}
MOST_ARCS = 300


def flows_map(answer: pd.DataFrame, of: str, places: pd.DataFrame, say: Words) -> tuple[Made, tuple[Arc, ...]]:
    """The arcs, the most first, and the places that they reach with how many programmes and activities each."""
    at_home = answer[answer["from_id"] == answer["to_id"]]
    away = answer[answer["from_id"] != answer["to_id"]]
    drawn = away.dropna(subset=["from_lat", "from_lon", "to_lat", "to_lon"]).head(MOST_ARCS)
    arcs = tuple(
        Arc(row.from_id, row.to_id, (row.from_lon, row.from_lat), (row.to_lon, row.to_lat), int(row.works),
            say.many("{start} to {end}: {n} programme or activity", "{start} to {end}: {n} programmes and activities",
                     int(row.works), start=row.from_name, end=row.to_name))
        for row in drawn.itertuples(index=False)
    )  # fmt: skip
    here = answer[answer["to_id"].isin(set(places["place_id"]))].groupby("to_id")
    cells = cells_of(pd.DataFrame([
        {"place_id": code, "step": "all", "value": rows["to_works"].iloc[0],
         "numerator": rows["to_works"].iloc[0], "from_names": _from(rows, say),
         "evidence": " ".join(dict.fromkeys(" ".join(rows["evidence"]).split(" ")))}
        for code, rows in here
    ], columns=["place_id", "step", "value", "numerator", "from_names", "evidence"]), ("from_names",))  # fmt: skip
    left = len(away) - len(drawn)
    unplaced = say.many("{n} flow is not drawn: the table has it", "{n} flows are not drawn: the table has them", left)
    title = say("Where do funders work from, and where to?") if of == "funder" else say(
        "Where do partners work from, and where to?"
    )  # fmt: skip
    notes = [
        say("An arc begins inside the country of an organisation: its seat is not known more exactly."),
        say("What organisations of several countries do together is in several arcs, and counted once in its place."),
    ]
    if len(at_home):
        notes.append(say("Organisations of the country itself have no arc: {places}.", places=say.listing(
            [say("{place} ({n})", place=row.to_name, n=say.number(int(row.works)))
             for row in at_home.itertuples(index=False)])))  # fmt: skip
    unit = say("Programmes and activities, by country of the organisation")
    made = Made(cells, title, unit, "map_flows", "circle", "teal", notes=tuple(notes), extra=("from_names",),
                unplaced=(Unplaced("no_point", left, unplaced),) if left else (), steps=("all",))  # fmt: skip
    return made, arcs


def _from(rows: pd.DataFrame, say: Words) -> str:
    """Whence the activities of a place come, the most first: the numbers of its arcs."""
    return say.listing([
        say("{place} ({n})", place=row.from_name, n=say.number(int(row.works)))
        for row in rows.itertuples(index=False)
    ])  # fmt: skip
