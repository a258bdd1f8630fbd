"""How far in the map is: the world, a country, or one of its first-level divisions, and the place chosen there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

WORLD = "world"
MANY, NEARLY_ALL = 50, 0.95


@dataclass(frozen=True)
class Spot:
    """A place to look at; `trail` are the places that it lies in and itself, the largest first, as (code, name).

    The camera shows `area`: the place itself where it has a shape, else the one that it lies in.
    """

    level: str  # world, country or department
    chosen: str = ""  # the place looked at; empty for the world
    area: str = ""
    country: str = ""
    trail: tuple[tuple[str, str], ...] = ()

    @property
    def is_world(self) -> bool:
        return self.level == WORLD


def find_spot(index: pd.DataFrame, code: str | None) -> Spot | None:
    """The spot of a place's code; None where the code is unknown. `index` is the answer of `place_index`."""
    if code == WORLD:
        return Spot(WORLD)
    places = index[index["place_id"].isin(_line(index, code))].set_index("place_id")
    if code not in places.index:
        return None
    trail = [(c, places.at[c, "place_name"]) for c in reversed(_line(index, code))]
    shaped = [c for c, _ in trail if places.at[c, "level"] in ("country", "department")]
    level = "department" if places.at[shaped[-1], "level"] == "department" else "country"
    return Spot(level, code, shaped[-1], places.at[code, "country_code"], tuple(trail))


def countries_in_view(areas: pd.DataFrame) -> set[str]:
    """The countries of the first view: all that `areas` (see `map_areas`) name, or the one with nearly all of it.

    One activity abroad does not shrink a country with hundreds to a corner; it stays on the map, a step further out.
    """
    countries = areas[areas["area_level"] == "country"]
    weight = countries.groupby("country_code")[["activities", "points"]].sum().sum(axis=1)
    if len(weight) and weight.max() >= MANY and weight.max() >= NEARLY_ALL * weight.sum():
        return {weight.idxmax()}
    return set(areas["country_code"])


def _line(index: pd.DataFrame, code: str | None) -> list[str]:
    """The place, the one that it lies in, and so on."""
    parents = dict(zip(index["place_id"], index["parent_id"], strict=True))
    line: list[str] = []
    while code in parents and code not in line:
        line.append(code)
        code = parents[code]
    return line
