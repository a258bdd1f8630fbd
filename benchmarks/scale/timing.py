"""How a call is timed, and what the process holds in memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

LEAST, MOST, ENOUGH_S = 2, 7, 0.8


def timed(call: Callable[[], object], least: int = LEAST, most: int = MOST) -> list[float]:
    """Milliseconds of each of several calls: seven, or fewer where they take long, and two at least."""
    took: list[float] = []
    while len(took) < most and (len(took) < least or sum(took) < ENOUGH_S * 1000):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    return took


def resident_mb() -> int:
    """Megabytes that the process holds now."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) // 1024


def peak_mb() -> int:
    """Megabytes that the process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
