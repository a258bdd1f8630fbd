"""Where the rows of an import lie: a circle for each place, hatched where only a larger area is named."""

from __future__ import annotations

import pandas as pd

from analytics.maps.camera import Box
from analytics.maps.drawing import Drawing, Point, Sign
from analytics.maps.shapes import EVERYWHERE, Shapes
from analytics.palette import Look
from analytics.wording import Words

MOSTLY = 0.95  # of the places: the picture shows their country alone


def arrivals_box(places: pd.DataFrame, countries: Shapes) -> Box:
    """What the picture shows: the one country that nearly all places lie in, else every country of theirs."""
    share = places["country_code"].value_counts(normalize=True)
    wanted = [share.index[0]] if len(share) and share.iloc[0] >= MOSTLY else list(share.index)
    boxes = [countries.boxes[code] for code in wanted if code in countries.boxes]
    return Box.of_all(boxes) if boxes else EVERYWHERE


def arrivals_map(places: pd.DataFrame, lang: str, look: Look, say: Words) -> Drawing:
    """The drawing of places with new rows (`place_id`, `level`, names, `lat`, `lon`); all circles of one size."""
    drawing, colour = Drawing(), look["teal"]
    local = places[~places["level"].isin(["department", "country"])]
    drawing.unplaced = int((local["lat"].isna() | local["lon"].isna()).sum())
    for place in local.dropna(subset=["lat", "lon"]).itertuples(index=False):
        name = getattr(place, f"name_{lang}")
        drawing.points.append(Point(place.place_id, name, float(place.lon), float(place.lat), colour))
    for place in places[places["level"] == "department"].itertuples(index=False):
        drawing.hatches[place.place_id] = colour
    for place in places[places["level"] == "country"].itertuples(index=False):
        drawing.outlines[place.place_id] = colour
    drawing.legend = [
        sign
        for sign, is_there in (
            (Sign("circle", colour, say("a place with new rows")), drawing.points),
            (Sign("hatch", colour, say("new rows for the department as a whole")), drawing.hatches),
            (Sign("outline", colour, say("new rows for the country as a whole")), drawing.outlines),
        )
        if is_there
    ]
    drawing.table = places
    return drawing
