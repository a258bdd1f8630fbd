"""Events: points only where their precision allows, everything coarser hatched and counted, and cells with a minimum.

A hundred thousand points travel as arrays of numbers (`packed`: fifteen bytes each), or as counts per cell of a grid in
which a cell with fewer events than `least` is left out, so that no single event of a sensitive kind is shown.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.maps.filling import Made, cells_of, timeless_notes
from analytics.maps.frames import DIGITS, Cells, ClassSign, Hatch, Points, Unplaced
from analytics.palette import Look
from analytics.wording import Words

EXACT, STANDS_FOR = 0, 1  # groups: the event's own point; the point of its municipality stands for it
MAGIC, FORMAT = b"TJPT", 1
LEAST_IN_CELL = 5  # of a sensitive kind
CELL_DEG = 0.25  # about 28 km
HEXAGON = math.sqrt(3)


@dataclass(frozen=True)
class Located:
    """What a layer of events shows: its points, their groups in words, and what has no point."""

    made: Made
    points: Points
    signs: tuple[ClassSign, ...]
    cells: Cells | None = None


def events_map(
    answer: pd.DataFrame, places: pd.DataFrame, issue: str, dataset: str, look: Look, say: Words, *,
    level: str = "municipality", least: int | None = None,
) -> Located:  # fmt: skip
    """Events as points, over the answer of `map_events`; `places` are those of the level with their points.

    With `least` (events of a sensitive kind) no point travels: `grid` shows cells with at least so many events.
    """
    steps = tuple(sorted(answer["step_key"].dropna().unique()))
    placed = answer[answer["step_key"].notna()].assign(area=_areas(answer["place_id"], places, level))
    by_place = placed.dropna(subset=["area"]).groupby(["area", "step_key"])
    cells = cells_of(pd.DataFrame([
        {"place_id": code, "step": step, "value": rows["events"].sum(), "numerator": rows["events"].sum(),
         "evidence": rows["evidence"].iloc[0]}
        for (code, step), rows in by_place
    ]))  # fmt: skip
    points, pointless = _points(answer, places, steps)
    coarse = answer[answer["exactness"].isin(["department", "country"])]
    unplaced = _unplaced(coarse, answer, pointless, say)
    hatches = tuple(
        Hatch(code, name, int(n), say.many(
            "{place}: {n} event placed no finer", "{place}: {n} events placed no finer", int(n), place=name))
        for (code, name), n in coarse.groupby(["place_id", "place_name"])["events"].sum().items()
    )  # fmt: skip
    counts = [int(points.weight[points.group == group].sum()) for group in (EXACT, STANDS_FOR)]
    signs = (
        ClassSign(DIGITS[EXACT], look["brick"], say("an event at its own point"), counts[EXACT]),
        ClassSign(DIGITS[STANDS_FOR], look["brick"], say("events of a municipality, at its point"), counts[STANDS_FOR],
                  pattern="outline"),
    )  # fmt: skip
    notes = [say("Data set: {name}", name=dataset), *timeless_notes(len(steps), hatches, unplaced, say)]
    cells_shown = None
    if least:
        cells_shown = grid(points, CELL_DEG, least)
        notes.append(say("Sensitive: only cells with at least {n} events are shown.", n=say.number(least)))
        points = _none()
    made = Made(
        cells, say("Where did events of “{issue}” happen?", issue=issue), say("Events"), "map_events", "point", "brick",
        notes=tuple(notes), unplaced=unplaced, hatches=hatches, steps=steps,
    )  # fmt: skip
    return Located(made, points, signs, cells_shown)


def _areas(codes: pd.Series, places: pd.DataFrame, level: str) -> pd.Series:
    """The place of the level that each place is or lies in; missing where it is larger than that."""
    levels = dict(zip(places["place_id"], places["level"].replace("city", "municipality"), strict=True))
    parents = dict(zip(places["place_id"], places["parent_id"], strict=True))

    def climbed(code: str | None) -> str | None:
        while code in levels and levels[code] != level:
            code = parents[code]
        return code if code in levels else None

    return codes.map({code: climbed(code) for code in codes.dropna().unique()})


def _none() -> Points:
    return Points(np.empty(0, np.float32), np.empty(0, np.uint8), np.empty(0, np.float32), np.empty(0, np.uint16))


def _points(answer: pd.DataFrame, places: pd.DataFrame, steps: tuple[str, ...]) -> tuple[Points, int]:
    """The events that have a point, their own or that of their municipality, and how many have neither."""
    seats = places.set_index("place_id")[["lon", "lat"]]
    rows = answer[answer["exactness"].isin(["exact", "municipality"]) & answer["step_key"].notna()]
    is_own = rows["exactness"].eq("exact")
    lon = rows["lon"].astype(float).where(is_own, rows["place_id"].map(seats["lon"]).astype(float))
    lat = rows["lat"].astype(float).where(is_own, rows["place_id"].map(seats["lat"]).astype(float))
    has = (lon.notna() & lat.notna()).to_numpy()
    order = {key: i for i, key in enumerate(steps)}
    position = np.column_stack([lon.to_numpy()[has], lat.to_numpy()[has]]).astype(np.float32).ravel()
    points = Points(
        position, np.where(is_own.to_numpy()[has], EXACT, STANDS_FOR).astype(np.uint8),
        rows["events"].to_numpy(dtype=np.float32)[has], rows["step_key"].map(order).to_numpy()[has].astype(np.uint16),
    )  # fmt: skip
    return points, int(rows["events"].to_numpy(dtype=int)[~has].sum())


def _unplaced(coarse: pd.DataFrame, answer: pd.DataFrame, pointless: int, say: Words) -> tuple[Unplaced, ...]:
    numbers = {
        "coarser": int(coarse["events"].sum()),
        "no_place": int(answer.loc[answer["exactness"].eq("none"), "events"].sum()),
        "no_point": pointless,
    }
    words = {
        "coarser": say.many(
            "{n} event is placed no finer than a department: hatched, no point",
            "{n} events are placed no finer than a department: hatched, no point", numbers["coarser"]),
        "no_place": say.many(
            "{n} event without a known place", "{n} events without a known place", numbers["no_place"]),
        "no_point": say.many(
            "{n} event in a municipality without a point", "{n} events in a municipality without a point",
            numbers["no_point"]),
    }  # fmt: skip
    return tuple(Unplaced(reason, n, words[reason]) for reason, n in numbers.items() if n)


def packed(points: Points) -> bytes:
    """The points as one run of bytes, little-endian: "TJPT", format, how many; then all positions (float32 lon, lat),
    all weights (float32), all steps (uint16) and all groups (uint8): 15 bytes a point."""
    arrays = (
        points.position.astype("<f4"), points.weight.astype("<f4"), points.step.astype("<u2"), points.group.astype("u1")
    )  # fmt: skip
    return MAGIC + struct.pack("<II", FORMAT, len(points)) + b"".join(array.tobytes() for array in arrays)


def unpacked(content: bytes) -> Points:
    """The points of `packed`; raises ValueError where the bytes are none."""
    if content[:4] != MAGIC:
        raise ValueError("These bytes hold no points.")
    form, n = struct.unpack("<II", content[4:12])
    if form != FORMAT or len(content) != 12 + 15 * n:
        raise ValueError("These bytes hold no points of this format.")
    ends = np.cumsum([12, 8 * n, 4 * n, 2 * n, n])
    position, weight, step, group = (
        np.frombuffer(content[start:end], dtype=kind)
        for start, end, kind in zip(ends, ends[1:], ("<f4", "<f4", "<u2", "u1"), strict=False)
    )
    return Points(position, group, weight, step)


def grid(points: Points, size_deg: float, least: int = 1) -> Cells:
    """Events counted in hexagons of that width in degrees; cells with fewer than `least` events are left out.

    Neighbours of a hidden cell say nothing of it: no total of the layer is given beside the cells, only how many events
    are hidden altogether.
    """
    if not len(points):
        return Cells(size_deg, np.empty((0, 2)), np.empty(0, int), 0, 0)
    keys, where, (across, down) = _celled(points, size_deg)
    counts = np.bincount(where, weights=points.weight).astype(int)
    kept = counts >= least
    centres = np.column_stack([(keys[:, 0] + (keys[:, 1] % 2) / 2) * across, keys[:, 1] * down])
    return Cells(size_deg, centres[kept], counts[kept], int((~kept).sum()), int(counts[~kept].sum()))


def clusters(points: Points, size_deg: float) -> Cells:
    """Events counted in such cells, each standing in the middle of its own events; where single ones may be shown."""
    if not len(points):
        return grid(points, size_deg)
    _, where, _ = _celled(points, size_deg)
    counts = np.bincount(where, weights=points.weight)
    middles = [np.bincount(where, weights=points.weight * points.position[axis::2]) / counts for axis in (0, 1)]
    return Cells(size_deg, np.column_stack(middles), counts.astype(int), 0, 0)


def _celled(points: Points, size_deg: float) -> tuple[np.ndarray, np.ndarray, tuple[float, float]]:
    """The cells that hold points as (column, row), of each point which one, and how large they are."""
    x, y = points.position[0::2].astype(float), points.position[1::2].astype(float)
    across, down = size_deg, size_deg * HEXAGON / 2  # flat rows: every other one is moved by half a cell
    row = np.round(y / down)
    column = np.round(x / across - (row % 2) / 2)
    keys, where = np.unique(np.column_stack([column, row]), axis=0, return_inverse=True)
    return keys, where.ravel(), (across, down)
