"""How much of the world a frame's map shows: its own country or division, and what lies too far out to be on it."""

from __future__ import annotations

import numpy as np

from analytics.maps.camera import Box
from analytics.maps.drawn import Base, boxes
from analytics.maps.frames import MapFrame

NEAR_DEG, FAR_DEG, SMALL_PART = 1, 3, 50  # of an archipelago: how near its parts, how far the rest, how small


def main_box(frame: MapFrame, base: Base) -> Box:
    """What the camera shows: the country's divisions without those that lie far out at sea, else the places' points."""
    found = _near(frame, base)
    if found:
        return Box.of_all(found.values())
    points = [base.points[code] for code in frame.codes if code in base.points]
    return Box.around(points) if points else Box(-125, -25, 80, 58)


def own_boxes(frame: MapFrame, base: Base) -> dict[str, Box]:
    """The boxes of the areas that the frame's places are, or lie in."""
    codes = set(frame.codes)
    for layer in (base.areas, base.divisions, base.countries):
        if layer and (found := {code: box for code, box in boxes(layer).items() if code in codes}):
            return found
    if frame.view.area and frame.view.area in (all_ := boxes(base.divisions)):
        return {frame.view.area: all_[frame.view.area]}
    near = [base.points[code] for code in frame.codes if code in base.points]
    around = Box.around(near) if near else None
    return {
        code: box for code, box in boxes(base.divisions).items()
        if around and around.west <= (box.west + box.east) / 2 <= around.east
        and around.south <= (box.south + box.north) / 2 <= around.north
    }  # fmt: skip


def _near(frame: MapFrame, base: Base) -> dict[str, Box]:
    far = far_out(frame, base)
    return {code: box for code, box in own_boxes(frame, base).items() if code not in far}


def far_out(frame: MapFrame, base: Base) -> dict[str, Box]:
    """Small areas far from all others, such as an archipelago: shown in an inset, so that the rest is large enough.

    Areas less than a degree apart hang together; a group that is more than three degrees from all others, and takes up
    less than a fiftieth of the whole, is far.
    """
    own = own_boxes(frame, base)
    west, south, east, north = (
        np.array([getattr(box, side) for box in own.values()]) for side in ("west", "south", "east", "north")
    )
    across = np.maximum(np.maximum(west[:, None] - east, west - east[:, None]), 0)
    down = np.maximum(np.maximum(south[:, None] - north, south - north[:, None]), 0)
    away = np.hypot(across, down)
    size = (east - west) * (north - south)
    is_beside = away < NEAR_DEG
    is_alone = (is_beside | (away > FAR_DEG)).all(axis=1) & (is_beside @ size < size.sum() / SMALL_PART)
    far = {code: box for (code, box), alone in zip(own.items(), is_alone, strict=True) if alone}
    return far if len(far) <= len(own) / 4 else {}
