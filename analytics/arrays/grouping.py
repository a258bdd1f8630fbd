"""Groups of rows, and lists by number: what `group by` and joins are to a database."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.arrays.held import NONE

LARGEST = 2**62  # numbers of groups that fit into a whole number
FEW, SPARSE = 1 << 15, 32  # so many possible groups (or times the rows) are counted in place, without sorting


class Groups:
    """Rows by their keys: the group of each row, and the keys of each group, groups in the order of their keys.

    Keys are whole numbers that lie close together; -1 (none) is a value here as any other, as it is to `group by`.
    """

    def __init__(self, *keys: np.ndarray) -> None:
        rows = len(keys[0])
        lows = [int(key.min()) if rows else 0 for key in keys]
        sizes = [int(key.max()) - low + 1 if rows else 1 for key, low in zip(keys, lows, strict=True)]
        mixed, whole, is_squeezed = np.zeros(rows, dtype=np.int64), 1, False
        for key, low, size in zip(keys, lows, sizes, strict=True):
            if whole * size > LARGEST:  # more combinations than there are numbers: those that there are, instead
                squeezed, mixed = np.unique(mixed, return_inverse=True)
                whole, is_squeezed = len(squeezed), True
            if size > 1:
                mixed = mixed * size + (key.astype(np.int64) - low)
            whole *= size
        if is_squeezed:
            found, first, self.of = np.unique(mixed, return_index=True, return_inverse=True)
            self.count, self.keys = len(found), [key[first].astype(np.int64) for key in keys]
            return
        if whole <= max(FEW, SPARSE * rows):
            there = np.zeros(whole, dtype=bool)
            there[mixed] = True
            found = np.flatnonzero(there)
            place = np.empty(whole, dtype=np.int64)
            place[found] = np.arange(len(found))
            self.of = place[mixed]
        else:
            found, self.of = np.unique(mixed, return_inverse=True)
        self.count = len(found)
        self.keys: list[np.ndarray] = []
        for low, size in zip(reversed(lows), reversed(sizes), strict=True):
            self.keys.insert(0, found % size + low)
            found = found // size

    def sum(self, values: np.ndarray) -> np.ndarray:
        """The sum of whole numbers in each group (exact up to 2^53)."""
        return np.bincount(self.of, values, self.count).astype(np.int64)

    def sum_of(self, values: np.ndarray) -> np.ndarray:
        """The sum of any numbers in each group."""
        return np.bincount(self.of, values, self.count)

    def sum_known(self, values: np.ndarray) -> np.ndarray:
        """The sum of those numbers that there are, `nan` in a group without any."""
        known = ~np.isnan(values)
        return np.where(self.any(known), np.bincount(self.of, np.where(known, values, 0), self.count), np.nan)

    def extreme(self, values: np.ndarray, of: np.ufunc) -> np.ndarray:
        """The least or the most of the numbers that each group has (`fmin`, `fmax`); `nan` where it has none."""
        found = np.full(self.count, np.nan)
        of.at(found, self.of, values)
        return found

    def rows(self) -> np.ndarray:
        """How many rows each group has."""
        return np.bincount(self.of, minlength=self.count)

    def any(self, marks: np.ndarray) -> np.ndarray:
        """The groups with a row that is marked."""
        found = np.zeros(self.count, dtype=bool)
        found[self.of[marks]] = True
        return found

    def least(self, days: np.ndarray) -> np.ndarray:
        """The first day or month of each group, `NONE` where there is none."""
        most = np.iinfo(np.int32).max
        found = np.full(self.count, most, dtype=np.int32)
        np.minimum.at(found, self.of, np.where(days == NONE, most, days).astype(np.int32))
        return np.where(found == most, NONE, found).astype(np.int32)

    def most(self, days: np.ndarray) -> np.ndarray:
        """The last day or month of each group, `NONE` where there is none."""
        found = np.full(self.count, NONE, dtype=np.int32)
        np.maximum.at(found, self.of, days)
        return found

    def lists(self, values: np.ndarray) -> list[list]:
        """The values of each group, in the order of the rows."""
        found: list[list] = [[] for _ in range(self.count)]
        for group, value in zip(self.of.tolist(), values.tolist(), strict=True):
            found[group].append(value)
        return found


@dataclass(frozen=True)
class Lists:
    """Lists of rows by number: those of `n` stand from `starts[n]` until `starts[n + 1]` in `rows`."""

    starts: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, numbers: np.ndarray, count: int = 0) -> Lists:
        """The rows that have each number; those without one (-1) are in no list. `count`: of all numbers."""
        rows = np.argsort(numbers, kind="stable")
        rows = rows[np.searchsorted(numbers[rows], 0) :]
        count = max(count, int(numbers.max(initial=-1)) + 1)
        starts = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(numbers[rows], minlength=count), out=starts[1:])
        return cls(starts, rows)

    def join(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each pair of a place in `numbers` and a row in the list of that number, as two arrays; -1 has no list."""
        known = np.clip(numbers, 0, len(self.starts) - 2)
        begin = self.starts[known]
        until = np.where(known == numbers, self.starts[known + 1], begin)
        many = until - begin
        if many.max(initial=0) <= 1:  # as most are: nothing is repeated
            which = np.flatnonzero(many)
            return which, self.rows[begin[which]]
        return np.repeat(np.arange(len(numbers)), many), self.rows[ranges(begin, until)]

    def join_all(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same, and each place whose number has no rows with -1."""
        which, rows = self.join(numbers)
        alone = np.ones(len(numbers), dtype=bool)
        alone[which] = False
        none = np.flatnonzero(alone)
        return np.append(which, none), np.append(rows, np.full(len(none), -1))


def ranges(begin: np.ndarray, until: np.ndarray) -> np.ndarray:
    """The whole numbers of each range, one range after the other."""
    many = until - begin
    return np.arange(many.sum()) + np.repeat(begin - np.cumsum(many) + many, many)
