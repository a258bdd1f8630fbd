"""Values into classes: quantiles, equal steps, natural breaks, own breaks, and scales that turn around a middle.

A class holds the values above its lower bound up to its upper one; the first also holds its lower bound. Bounds are
rounded before any value is put into a class, so that what a legend says is exactly what is painted.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from analytics.maps.layers import LayerSpec

MOST_DISTINCT = 1500  # more distinct values than these are thinned evenly before natural breaks are sought
DIGITS_KEPT = 3


def breaks(values: np.ndarray, spec: LayerSpec) -> tuple[float, ...]:
    """The bounds of the classes, from the least value to the largest: one more than there are classes.

    `values` are what is shown, without zeros that are a class of their own. Many ties give fewer classes than asked
    for, equal values give one; no values give no bounds.
    """
    known = np.sort(values[np.isfinite(values)].astype(float))
    if not len(known):
        return ()
    low, high = float(known[0]), float(known[-1])
    if low == high:
        return (low, high)
    is_own = spec.method == "own" or (spec.method == "diverging" and spec.breaks)
    if spec.method == "diverging" and spec.middle is not None and not is_own:
        return around(low, high, spec.middle, spec.k)
    inner = spec.breaks if is_own else METHODS[spec.method](known, spec.k)
    is_whole = bool(np.all(known == np.round(known)))
    if not is_own:
        inner = [_rounded(bound, is_whole, (high - low) / spec.k) for bound in inner]
    return (low, *(bound for bound in dict.fromkeys(inner) if low <= bound < high), high)


def places_in(values: np.ndarray, bounds: tuple[float, ...]) -> np.ndarray:
    """The number of each value's class, from 0; -1 where it is missing."""
    if len(bounds) < 2:
        return np.full(len(values), -1)
    found = np.searchsorted(np.asarray(bounds[1:-1]), values, side="left")
    return np.where(np.isfinite(values), found, -1)


def _rounded(bound: float, is_whole: bool, width: float) -> float:
    """A bound with no more digits than help: whole for counts, else about a hundredth of a class."""
    if is_whole:
        return float(math.floor(bound))
    if not width or not math.isfinite(width):
        return bound
    return round(bound, max(0, DIGITS_KEPT - 1 - math.floor(math.log10(width))))


def _quantile(known: np.ndarray, k: int) -> list[float]:
    return [float(np.quantile(known, i / k)) for i in range(1, k)]


def _equal(known: np.ndarray, k: int) -> list[float]:
    low, high = float(known[0]), float(known[-1])
    return [low + (high - low) * i / k for i in range(1, k)]


def _natural(known: np.ndarray, k: int) -> list[float]:
    """Fisher's exact optimum (Jenks' natural breaks): the classes with the least squared distance from their means.

    Worked out on distinct values with how often each stands, column by column in arrays: the same bounds as
    mapclassify.FisherJenks, which takes seconds for a thousand values without a compiler (see docs/decisions.md).
    """
    distinct, often = np.unique(known, return_counts=True)
    if len(distinct) > MOST_DISTINCT:
        kept = np.unique(np.linspace(0, len(distinct) - 1, MOST_DISTINCT).round().astype(int))
        often = np.add.reduceat(often, kept)
        distinct = distinct[kept]
    if len(distinct) <= k:
        return [float(value) for value in distinct[:-1]]
    n = len(distinct)
    weight, total, square = (
        np.concatenate([[0.0], np.cumsum(often * power)]) for power in (np.ones(n), distinct, distinct**2)
    )
    best = square[1:] - total[1:] ** 2 / weight[1:]
    cuts = []
    for _ in range(k - 1):
        cut, fresh = np.zeros(n, dtype=int), np.full(n, np.inf)
        for end in range(1, n):
            start = np.arange(1, end + 1)
            own = weight[end + 1] - weight[start]
            spread = square[end + 1] - square[start] - (total[end + 1] - total[start]) ** 2 / own
            cost = best[start - 1] + spread
            cut[end] = start[at := int(np.argmin(cost))]
            fresh[end] = cost[at]
        best = np.where(np.isfinite(fresh), fresh, best)
        cuts.append(cut)
    ends, at = [], n - 1
    for cut in reversed(cuts):
        at = cut[at] - 1
        ends.append(float(distinct[max(at, 0)]))
    return ends[::-1]


METHODS: dict[str, Callable[[np.ndarray, int], list[float]]] = {
    "quantile": _quantile, "equal": _equal, "natural": _natural, "diverging": _equal,
}  # fmt: skip


def around(low: float, high: float, middle: float, k: int) -> tuple[float, ...]:
    """Bounds of equal width on either side of a middle, which reach as far on both: k is made odd, so that the class in
    the middle holds the middle. Classes beyond the values are left out of the ends."""
    k += 1 - k % 2
    reach = max(high - middle, middle - low)
    width = _nice(2 * reach / k)
    inner = [middle + width * (i - k / 2) for i in range(1, k)]
    return (min(low, inner[0]), *inner, max(high, inner[-1]))


def _nice(width: float) -> float:
    """The width made a number that one can read: 1, 2, 2.5 or 5 times a power of ten, and not smaller."""
    power = 10 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= width * (1 - 1e-9))
