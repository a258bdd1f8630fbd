"""Flows: from the country of an organisation to the places of its activities, as arcs between two points.

An organisation is placed no finer than its country, so that an arc begins at a point inside the country and says so.
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
    """The arcs, the most activities first, and the places that they reach with how many activities each."""
    drawn = answer.dropna(subset=["from_lat", "from_lon", "to_lat", "to_lon"]).head(MOST_ARCS)
    arcs = tuple(
        Arc(row.from_id, row.to_id, (row.from_lon, row.from_lat), (row.to_lon, row.to_lat), int(row.activities),
            say.many("{start} to {end}: {n} activity", "{start} to {end}: {n} activities", int(row.activities),
            start=row.from_name, end=row.to_name))
        for row in drawn.itertuples(index=False)
    )  # fmt: skip
    here = answer[answer["to_id"].isin(set(places["place_id"]))].groupby("to_id")
    cells = cells_of(pd.DataFrame([
        {"place_id": code, "step": "all", "value": rows["activities"].sum(), "numerator": rows["activities"].sum(),
         "evidence": " ".join(dict.fromkeys(" ".join(rows["evidence"]).split(" ")))}
        for code, rows in here
    ]))  # fmt: skip
    left = len(answer) - len(drawn)
    unplaced = say.many("{n} flow is not drawn: the table has it", "{n} flows are not drawn: the table has them", left)
    title = say("Where do funders work from, and where to?") if of == "funder" else say(
        "Where do partners work from, and where to?"
    )  # fmt: skip
    note = say("An arc begins inside the country of an organisation: its seat is not known more exactly.")
    unit = say("Activities by country of the organisation")
    made = Made(cells, title, unit, "map_flows", "circle", "teal", notes=(note,),
                unplaced=(Unplaced("no_point", left, unplaced),) if left else (), steps=("all",))  # fmt: skip
    return made, arcs
