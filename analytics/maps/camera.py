"""Where the camera stands: the centre and zoom at which a box of the world fits a picture (web Mercator)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TILE_PX = 512  # the width of the world at zoom 0, in deck.gl's measure
MOST_ZOOM = 9.0


@dataclass(frozen=True)
class Box:
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Iterable[Sequence[float]]) -> Box:
        xs, ys = zip(*((p[0], p[1]) for p in points), strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def of_all(cls, boxes: Iterable[Box]) -> Box:
        return cls.around(corner for b in boxes for corner in ((b.west, b.south), (b.east, b.north)))

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south


@dataclass(frozen=True)
class Camera:
    longitude: float
    latitude: float
    zoom: float

    @property
    def scale(self) -> float:
        return TILE_PX * 2**self.zoom

    def pixel(self, lon: float, lat: float, width: float, height: float) -> tuple[float, float]:
        """Where a place stands in a picture of that size, from its upper left corner."""
        x0, y0 = _flat(self.longitude, self.latitude)
        x, y = _flat(lon, lat)
        return width / 2 + (x - x0) * self.scale, height / 2 - (y - y0) * self.scale


def _flat(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator with the world from 0 to 1."""
    return lon / 360 + 0.5, math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) + 0.5


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh((y - 0.5) * 2 * math.pi)))


def fit(box: Box, width: float, height: float, margin: float = 24, right: float = 0) -> Camera:
    """The camera that shows the whole box in a picture of that size, with a margin in pixels, and `right` left free."""
    (x1, y1), (x2, y2) = _flat(box.west, box.south), _flat(box.east, box.north)
    room_x, room_y = max(width - 2 * margin - right, 1), max(height - 2 * margin, 1)
    scale = min(room_x / max(x2 - x1, 1e-9), room_y / max(y2 - y1, 1e-9))
    zoom = min(math.log2(scale / TILE_PX), MOST_ZOOM)
    middle = (box.west + box.east) / 2 + right / 2 / (TILE_PX * 2**zoom) * 360
    return Camera(round(middle, 4), round(_latitude((y1 + y2) / 2), 4), round(zoom, 3))
