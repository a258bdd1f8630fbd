"""Chance that is the same for the same seed, and shares out exact totals."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from analytics.sample.words import END, START

MONTHS = 67
FALL = range(46, 53)  # March to September 2020
QUARTERS = tuple(range(1, MONTHS - 1, 3))  # the last month of each whole quarter: June 2016 to September 2021


def chance(seed: int) -> np.random.Generator:
    """The source of chance of one portfolio."""
    return np.random.default_rng(seed)


def shared_out(rng: np.random.Generator, total: int, weights: np.ndarray, least: int = 0) -> np.ndarray:
    """A whole number shared out by chance and by weight, at least so much to each; the parts add up to it."""
    rest = total - least * len(weights)
    return least + rng.multinomial(rest, weights / weights.sum())


def in_parts(total: int, weights: np.ndarray) -> np.ndarray:
    """A whole number in proportion to weights, rounded so that the parts add up to it."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    largest = np.argsort(parts - exact, kind="stable")[: total - int(parts.sum())]
    parts[largest] += 1
    return parts


def pace() -> np.ndarray:
    """How busy each month is: a slow start, the fall of 2020, and the end."""
    busy = np.minimum(1.0, (np.arange(MONTHS) + 1) / 12)
    busy[FALL.start : FALL.stop] *= 0.2
    busy[FALL.stop : FALL.stop + 4] *= 0.6
    busy[-2:] *= 0.5
    return busy / busy.sum()


def month_start(month: int) -> date:
    """The first day of a month of the programme, counted from 0."""
    years, months = divmod(START.month - 1 + int(month), 12)
    return date(START.year + years, months + 1, 1)


def month_end(month: int) -> date:
    """The last day of a month of the programme."""
    return month_start(month + 1) - timedelta(days=1)


def years() -> list[tuple[int, date, date]]:
    """Each calendar year of the programme with its first and last day within it."""
    return [
        (year, max(START, date(year, 1, 1)), min(END, date(year, 12, 31))) for year in range(START.year, END.year + 1)
    ]
