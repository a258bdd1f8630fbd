"""The tables of a version as arrays; each is read once, when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from analytics.statements import HELD_LARGE

if TYPE_CHECKING:
    import duckdb

Made = TypeVar("Made")
READ_WHOLE = 50_000  # rows
NONE = np.iinfo(np.int32).min  # a day or a month that there is not; less than all others


class Table:
    """The rows of a table by columns: numbers, days since 1970 (`NONE`: none), or plain objects (None)."""

    def __init__(self, columns: dict[str, np.ndarray], rows: int, read: Callable[[str], np.ndarray]) -> None:
        self._columns, self._read = columns, read
        self._codes: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self.rows = rows

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def codes(self, name: str) -> np.ndarray:
        """Each value as its number among the different ones in order; -1: none."""
        return self._coded(name)[0]

    def values(self, name: str) -> np.ndarray:
        """The different values of a column, in order."""
        return self._coded(name)[1]

    def _coded(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        if name not in self._codes:
            self._codes[name] = coded(self[name])
        return self._codes[name]


def coded(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Objects as numbers among the different ones in order (-1: none), and those."""
    different = sorted({value for value in values.tolist() if value is not None})
    number = {value: place for place, value in enumerate(different)} | {None: -1}
    codes = np.fromiter((number[value] for value in values.tolist()), dtype=np.int32, count=len(values))
    known = np.empty(len(different), dtype=object)
    known[:] = different
    return codes, known


class Held:
    """What a role may read, as arrays, with the number of rows of each file's table. Nobody writes into them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rows: Mapping[str, int]) -> None:
        self._connection, self.rows = connection, rows
        self._tables: dict[str, Table] = {}
        self._references: dict[tuple[str, str, str, str], np.ndarray] = {}
        self._made: dict[tuple, object] = {}
        self._lock = threading.RLock()

    def __getitem__(self, name: str) -> Table:
        if (found := self._tables.get(name)) is not None:
            return found
        with self._lock:
            if name not in self._tables:
                self._tables[name] = self._read(name)
            return self._tables[name]

    def refers(self, table: str, column: str, to: str, key: str = "") -> np.ndarray:
        """The row of table `to` whose `key` (else the same column) is what each row of `table` has; -1: none."""
        key = key or column
        where = (table, column, to, key)
        if where not in self._references:
            row_of = self.row_of(to, key)
            given = self[table][column].tolist()
            self._references[where] = np.fromiter((row_of.get(one, -1) for one in given), np.int32, len(given))
        return self._references[where]

    def row_of(self, table: str, key: str) -> dict[object, int]:
        """The row of each value of a column that tells rows apart."""
        return dict(zip(self[table][key].tolist(), range(self[table].rows), strict=True))

    def where(self, table: str, passing: str) -> Table:
        """The rows of a table for which this holds, read anew: a few of what may be long."""
        with self._lock, self._connection.cursor() as cursor:
            columns = columns_of(cursor.table(table).filter(passing))
        return Table(columns, len(next(iter(columns.values()))), columns.__getitem__)

    def once(self, make: Callable[..., Made], *own: object) -> Made:
        """What is made of tables alone (and words of its own), the first time that it is asked for."""
        key = (make, own)
        if key not in self._made:
            with self._lock:
                if key not in self._made:
                    self._made[key] = make(self, *own)
        return self._made[key]

    def _read(self, name: str) -> Table:
        with self._lock, self._connection.cursor() as cursor:
            rows = len(cursor.table(name))

        def columns(*which: str) -> dict[str, np.ndarray]:
            with self._lock, self._connection.cursor() as cursor:
                return columns_of(cursor.table(name).project(*which))

        # of what is long each column is read when it is asked for: half of them never are. What is worked out anew at
        # each reading may come in another order
        is_whole = rows <= READ_WHOLE or name in HELD_LARGE
        return Table(columns("*") if is_whole else {}, rows, lambda one: columns(one)[one])


def columns_of(ran: duckdb.DuckDBPyRelation) -> dict[str, np.ndarray]:
    """The columns of rows."""
    kinds = {column[0]: str(column[1]) for column in ran.description}
    values = ran.fetchnumpy()
    return {name: plain(values[name], kind) for name, kind in kinds.items()}


def standing(make: Callable[..., Made]) -> Callable[..., Made]:
    """What no selection changes: worked out once for each role of a version (and for words of its own)."""

    @wraps(make)
    def found(held: Held, *own: object) -> Made:
        return held.once(make, *own)

    return found


def plain(values: np.ndarray, kind: str) -> np.ndarray:
    """A column as arrays are worked with here; a whole number that is missing is `NONE`, a half of doubles `nan`."""
    is_missing, values = np.ma.getmaskarray(values), np.ma.getdata(values)
    if kind == "DATE":
        values = values.astype("datetime64[D]").astype(np.int64)
        values = np.where(is_missing, NONE, values).astype(np.int32)
    elif kind in ("INTEGER", "BIGINT", "SMALLINT", "TINYINT"):
        if is_missing.any():
            values = np.where(is_missing, NONE, values)
    elif is_missing.any():
        values = values.astype(float) if values.dtype.kind in "fiu" else values.astype(object)
        values[is_missing] = np.nan if values.dtype.kind == "f" else None
    values.flags.writeable = False
    return values


def rows_by_number(numbers: np.ndarray) -> np.ndarray:
    """The row that has each number; -1: none. Numbers are small and not negative."""
    found = np.full(int(numbers.max(initial=-1)) + 1, -1, dtype=np.int32)
    found[numbers] = np.arange(len(numbers), dtype=np.int32)
    return found
