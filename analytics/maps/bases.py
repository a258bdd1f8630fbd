"""The boundaries under a frame, and who made them: those that were brought in, else Natural Earth's."""

from __future__ import annotations

import json
from functools import lru_cache

import pandas as pd

from analytics import boundary_sets
from analytics.maps.drawn import Base
from analytics.maps.frames import MapFrame
from analytics.maps.shapes import content
from analytics.snapshots import Snapshot
from analytics.wording import Words


def base_of(frame: MapFrame, snapshot: Snapshot, places: pd.DataFrame, detail: str = "med") -> Base:
    """What a frame is drawn on; `places` is the answer of `place_index`, for the points of its places."""
    sets, country = boundary_sets.current(), frame.view.country
    divisions = sets.get((country, "department"))
    inside = divisions.file(detail).read_bytes() if divisions else _of_country(snapshot, country, places)
    areas = sets.get((country, frame.level))
    if areas is not None:
        level = areas.file(detail).read_bytes()
    else:
        level = {"department": inside, "country": content(snapshot, "countries")}.get(frame.level)
    known = places.dropna(subset=["lat", "lon"])
    points = {code: (lon, lat) for code, lon, lat in zip(known["place_id"], known["lon"], known["lat"], strict=True)}
    return Base(content(snapshot, "countries"), inside, level, points)


def _of_country(snapshot: Snapshot, country: str, places: pd.DataFrame) -> bytes:
    """The country's first-level divisions that the snapshot holds; a map of every country shows none."""
    own = set(places.loc[places["country_code"].eq(country) & places["level"].eq("department"), "place_id"])
    return _chosen(content(snapshot, "departments"), frozenset(own))


@lru_cache(maxsize=16)
def _chosen(geojson: bytes, codes: frozenset[str]) -> bytes:
    """The features of those codes alone."""
    features = [one for one in json.loads(geojson)["features"] if one["properties"]["code"] in codes]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def credits_of(frame: MapFrame, say: Words) -> str:
    """Whose boundaries a frame is drawn on, of which year, and what borders do not say."""
    sets = boundary_sets.current()
    keys = ((frame.view.country, frame.level), (frame.view.country, "department"))
    named = dict.fromkeys(
        " ".join(part for part in (one.credit, one.vintage, f"({one.licence})" if one.licence else "") if part)
        for one in (sets[key] for key in keys if key in sets)
    )
    said = [say("Boundaries: {credit}.", credit=credit.rstrip(".")) for credit in named]
    usual = say(
        "Made with Natural Earth. Place codes, names and seats of municipalities: Departamento Administrativo Nacional "
        "de Estadística - DANE: www.dane.gov.co. Borders are de facto lines and imply no opinion on the status "
        "of any territory."
    )
    return " ".join([*said, usual])
