"""Points beside places: the nearest place as a hint, points outside the stated country, coordinates exchanged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.checks.countries import name
from analytics.readers.grid import Finding

EARTH_KM = 6371.0
MARGIN = 1.5  # degrees around a country's places: a border runs outside the points of its municipalities
AT_ONCE = 20_000  # points compared with every place at a time


class Points:
    """The points of the reference's places."""

    def __init__(self, places: pd.DataFrame) -> None:
        held = places[places["lat"].notna() & places["lon"].notna()]
        self._held = held.assign(lat=held["lat"].astype(float), lon=held["lon"].astype(float))

    def nearest(self, lat: pd.Series, lon: pd.Series, level: str = "municipality") -> pd.DataFrame:
        """One row per point: the place of the level whose point is nearest (`place_id`) and how far (`km`).

        A hint only: the nearest seat is often not that of the municipality in which a point lies.
        """
        places = self._held[self._held["level"].eq(level)]
        result = pd.DataFrame(
            {"place_id": pd.Series(None, index=lat.index, dtype="str"), "km": np.nan}, index=lat.index
        )
        is_point = (lat.notna() & lon.notna() & lat.abs().le(90).fillna(False)).to_numpy(dtype=bool)
        if places.empty or not is_point.any():
            return result
        targets = _on_sphere(places["lat"].to_numpy(), places["lon"].to_numpy())
        points = _on_sphere(lat[is_point].to_numpy(dtype=float), lon[is_point].to_numpy(dtype=float))
        chosen, cosine = np.empty(len(points), dtype=int), np.empty(len(points))
        for start in range(0, len(points), AT_ONCE):
            alike = points[start : start + AT_ONCE] @ targets.T
            chosen[start : start + AT_ONCE] = alike.argmax(axis=1)
            cosine[start : start + AT_ONCE] = alike.max(axis=1)
        result.loc[is_point, "place_id"] = places["place_id"].to_numpy()[chosen]
        result.loc[is_point, "km"] = EARTH_KM * np.arccos(np.clip(cosine, -1, 1))
        return result

    def box(self, country: str) -> tuple[float, float, float, float] | None:
        """South, west, north and east of a country's places, with a margin; None where we hold no places of it."""
        held = self._held[self._held["country_code"].eq(country) & self._held["level"].ne("country")]
        if held.empty:
            return None
        return (
            held["lat"].min() - MARGIN, held["lon"].min() - MARGIN, held["lat"].max() + MARGIN,
            held["lon"].max() + MARGIN,
        )  # fmt: skip

    def outside(
        self, lat: pd.Series, lon: pd.Series, country: pd.Series | str | None, names: tuple[str, str] = ("lat", "lon")
    ) -> list[Finding]:
        """Points outside their country's box; one `columns_swapped` for those that lie inside it the other way round.

        `country` holds codes of two letters; a country of which we hold no places is not judged, but a latitude
        beyond 90 degrees is swapped anywhere. `names` are the two columns as the file calls them.
        """
        lat, lon = lat.astype("Float64"), lon.astype("Float64")
        codes = pd.Series(country, index=lat.index).astype("str")
        is_swapped = lat.abs().gt(90) & lon.abs().le(90)
        is_out = pd.Series(False, index=lat.index, dtype="boolean")
        for code in codes.dropna().unique():
            if (box := self.box(code)) is not None:
                out = codes.eq(code) & ~_inside(lat, lon, box)
                is_swapped |= out & _inside(lon, lat, box)
                is_out |= out
        return _swapped(lat, lon, is_swapped, names) + _outside(lat, lon, codes, is_out & ~is_swapped)


def _on_sphere(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Unit vectors, so that the nearest is the one with the greatest product."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _inside(lat: pd.Series, lon: pd.Series, box: tuple[float, float, float, float]) -> pd.Series:
    south, west, north, east = box
    return lat.between(south, north) & lon.between(west, east)


def _swapped(lat: pd.Series, lon: pd.Series, is_swapped: pd.Series, names: tuple[str, str]) -> list[Finding]:
    rows = lat.index[is_swapped.fillna(False)]
    if rows.empty:
        return []
    value = f"{lat[rows[0]]}, {lon[rows[0]]}"
    told = (("column", names[0]), ("other", names[1]))
    return [Finding("columns_swapped", row=int(rows[0]), column=names[0], value=value, values=told, count=len(rows))]


def _outside(lat: pd.Series, lon: pd.Series, codes: pd.Series, is_out: pd.Series) -> list[Finding]:
    rows = lat.index[is_out.fillna(False)]
    return [
        Finding("point_outside", row=int(row), value=f"{lat[row]}, {lon[row]}", values=(("country", name(codes[row])),))
        for row in rows
    ]
