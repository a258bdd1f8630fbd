"""Where a map of layers begins, and which places it shows there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from analytics.maps.frames import MapFrame
from analytics.maps.layers import LayerSpec, View
from analytics.maps.spot import WORLD, Spot


def home(areas: pd.DataFrame, towns: pd.DataFrame) -> str:
    """The only country of the record, else the one with most municipalities; `areas` is the answer of `map_areas`."""
    countries = areas["country_code"].unique()
    return countries[0] if len(countries) == 1 else next(iter(towns["country_code"].mode()), WORLD)


def view_at(spot: Spot, has_towns: bool, steps: str = "year", scale: str = "fixed") -> View:
    """Countries on the world, in a country the finest level that it has places of."""
    if spot.is_world:
        return View("country", "", "", steps, scale)
    return View("municipality" if has_towns else "department", spot.country, "", steps, scale)


def stated_at(spec: LayerSpec, view: View, make: Callable[[LayerSpec, View], MapFrame]) -> View:
    """The view of an indicator at the level at which it has values: targets are often set for departments alone."""
    if spec.kind != "indicator" or view.level != "municipality" or not make(spec, view).is_empty:
        return view
    coarser = replace(view, level="department")
    return view if make(spec, coarser).is_empty else coarser
