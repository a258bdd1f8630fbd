"""The illustrative programme at any size, as a load for measurements: streamed to parquet, in bounded memory.

It is the portfolio with other activities: spread over all municipalities of Colombia and over its months, unevenly,
each marked as illustrative and as a load. Files are by year, sorted by municipality and date. No frame ever holds all
rows: each piece is checked by counting while it is written, and what the cube adds up from is written along with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics import staging
from analytics.cube import encoding
from analytics.sample.chance import MONTHS, chance, pace
from analytics.sample.load_rows import Batch, Sets, Sums, party_sets, tables
from analytics.sample.words import COMPONENTS, KINDS

PIECE = 1_000_000  # rows worked out at once; what bounds the memory
GROUP = 500_000
PARQUET = staging.PARQUET | {"store_schema": False}
FIRST = 2016 * 12 + 4  # May 2016, as months are counted in the cube
LAST = FIRST + MONTHS - 1
# how likely each kind is, and each component of it
SHARES = {"awareness_action": 0.56, "initiative": 0.32, "alliance": 0.12}
LEANING = {
    "alliance": (0.1, 0.08, 0.62, 0.05, 0.15),
    "initiative": (0.15, 0.6, 0.05, 0.15, 0.05),
    "awareness_action": (0.15, 0.12, 0.03, 0.6, 0.1),
}
LENGTHS = {"awareness_action": (0, 0), "initiative": (3, 6), "alliance": (12, 24)}  # in months, one or the other
OF_DEPARTMENT, NOWHERE, TWO_PLACES, UNDATED, NO_END, PAID = 0.04, 0.02, 0.05, 0.01, 0.02, 0.1


@dataclass(frozen=True)
class Ground:
    """Where the load is: municipalities in their order, with the department of each and its first municipality."""

    towns: np.ndarray
    departments: np.ndarray  # the codes of all departments
    department: np.ndarray  # of each town, by position in `departments`
    capital: np.ndarray  # of each department, by position in `towns`
    weights: np.ndarray


def ground(rng: np.random.Generator, places: pd.DataFrame) -> Ground:
    """The municipalities of Colombia that are in force; a few have most of the work."""
    own = places[places["level"].eq("municipality") & places["country_code"].eq("CO") & places["valid_to"].isna()]
    own = own.sort_values("place_id")
    departments, department = np.unique(own["parent_id"].to_numpy(dtype=str), return_inverse=True)
    capital = np.array([np.flatnonzero(department == i)[0] for i in range(len(departments))])
    weights = 1 / (rng.permutation(len(own)) + 20)
    return Ground(own["place_id"].to_numpy(dtype=str), departments, department, capital, weights / weights.sum())


def pieces(rng: np.random.Generator, where: Ground, total: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The load in pieces: a year, and the town and month of each activity, by town and month."""
    by_month = rng.multinomial(total, pace())
    years = (FIRST + np.arange(MONTHS)) // 12
    for year in np.unique(years):
        months = np.flatnonzero(years == year)
        counts = np.stack([rng.multinomial(by_month[month], where.weights) for month in months], axis=1)
        ends = np.cumsum(counts.sum(axis=1))
        begin = 0
        while begin < len(counts):
            done = ends[begin - 1] if begin else 0
            end = max(begin + 1, int(np.searchsorted(ends, done + PIECE, side="right")))
            part = counts[begin:end]
            if part.sum():
                town = np.repeat(np.arange(begin, end), part.sum(axis=1))
                month = np.repeat(np.tile(months, end - begin), part.ravel())
                yield int(year), town, month
            begin = end


def batch(rng: np.random.Generator, where: Ground, first: int, town: np.ndarray, month: np.ndarray) -> Batch:
    """Activities of one piece, numbered from `first`, sorted by town and day."""
    size = len(town)
    kinds = list(KINDS)
    kind = rng.choice(len(kinds), size, p=[SHARES[name] for name in kinds]).astype(np.int16)
    component = np.zeros(size, dtype=np.int16)
    length = np.zeros(size, dtype=np.int32)
    for i, name in enumerate(kinds):
        mine = np.flatnonzero(kind == i)
        component[mine] = rng.choice(len(COMPONENTS), len(mine), p=LEANING[name])
        length[mine] = np.array(LENGTHS[name])[rng.integers(0, 2, len(mine))]
    starts = _days(FIRST + month)
    day = starts + (rng.random(size) * (_days(FIRST + month + 1) - starts)).astype(np.int32)
    order = np.lexsort((day, town))
    town, day = town[order], day[order]
    from_month = FIRST + month[order]
    last = np.minimum(from_month + length, LAST)
    end = np.where(length == 0, day, _days(last + 1) - 1)
    chance_of_place, chance_of_date = rng.random(size), rng.random(size)
    dates = np.where(chance_of_date < UNDATED, 2, np.where(chance_of_date < UNDATED + NO_END, 1, 0)).astype(np.int8)
    home = where.department[town]
    place = 1 + town
    place = np.where(chance_of_place < TWO_PLACES, 1 + len(where.towns) + len(where.departments) + town, place)
    place = np.where((chance_of_place < TWO_PLACES) & (where.capital[home] == town), 1 + town, place)
    place = np.where(chance_of_place > 1 - OF_DEPARTMENT - NOWHERE, 1 + len(where.towns) + home, place)
    place = np.where(chance_of_place > 1 - NOWHERE, 0, place)
    party = home % 40 + np.where(kind == kinds.index("alliance"), 40 * (1 + rng.integers(0, 3, size)), 0)
    youth = (kind == kinds.index("initiative")) & (component == 1) & (rng.random(size) < PAID)
    return Batch(
        first, kind, component, day, end, dates, place.astype(np.int32), party.astype(np.int32),
        np.where(dates == 2, FIRST, from_month).astype(np.int32), np.where(dates == 0, last, LAST).astype(np.int32),
        np.where(youth, rng.integers(1, 40, size), 0) * 250,
    )  # fmt: skip


def _days(month: np.ndarray) -> np.ndarray:
    """The first day of months (counted from the year 0), as days since 1970."""
    return (month - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)


class Writer:
    """Streams tables to one file a year in `folder`, and says how fast."""

    def __init__(self, folder: Path, total: int, progress: Callable[[str], None]) -> None:
        self.files: dict[str, list[Path]] = {}
        self._folder, self._total, self._progress = folder, total, progress
        self._open: dict[str, pq.ParquetWriter] = {}
        self._year = self._rows = 0
        self._began = time.perf_counter()

    def add(self, year: int, found: dict[str, pa.Table]) -> None:
        """Adds a piece of a year; years come in order."""
        if year != self._year:
            self.close()
            self._year = year
        for name, table in found.items():
            if name not in self._open:
                path = self._folder / f"{name}.{year}.parquet"
                self._open[name] = pq.ParquetWriter(path, table.schema, **PARQUET, **encoding(table.column_names))
                self.files.setdefault(name, []).append(path)
            self._open[name].write_table(table, row_group_size=GROUP)
        self._rows += len(found["activities"])
        speed = self._rows / (time.perf_counter() - self._began)
        self._progress(f"illustrative load: {self._rows:,} of {self._total:,} activities, {speed:,.0f} a second")

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()
        self._open.clear()


def sets_of(where: Ground, organisations: list[str]) -> Sets:
    """No place; each municipality; each department; each municipality with the first of its department."""
    towns = [[(town, "municipality")] for town in where.towns]
    departments = [[(department, "department")] for department in where.departments]
    first = where.towns[where.capital[where.department]]
    pairs = [
        sorted({(town, "municipality"), (other, "municipality")})
        for town, other in zip(where.towns, first, strict=True)
    ]
    return Sets([[], *towns, *departments, *pairs], party_sets(organisations))


def write_load(
    total: int, seed: int, places: pd.DataFrame, organisations: list[str], folder: Path, progress: Callable[[str], None]
) -> dict[str, list[Path]]:
    """Writes the activities of a load to `folder`, with what the cube adds up from: the files of each table."""
    rng = chance(seed)
    where = ground(rng, places)
    sets = sets_of(where, organisations)
    sums, writer, first = Sums(sets), Writer(folder, total, progress), 1
    begun: dict[int, int] = {}  # the number of the first activity of each year, which has a file of its own
    for year, town, month in pieces(rng, where, total):
        row = first - begun.setdefault(year, first)
        made = replace(batch(rng, where, first, town, month), file_no=len(begun) - 1, row_no=row)
        sums.add(made)
        writer.add(year, tables(made, sets))
        first += len(town)
    writer.close()
    for name, table in sums.tables().items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, **PARQUET)
        writer.files[name] = [path]
    return writer.files
