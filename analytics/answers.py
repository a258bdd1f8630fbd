"""Answers as tables of pandas, and those that are kept, each under what it was made of.

A filter that is moved changes few of the things that a page's answers are made of: which programmes it leaves, which
places. Where those are the same as before, so is the answer, whatever the selection is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from functools import cache
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.internals import create_dataframe_from_blocks
from pandas.arrays import BooleanArray, IntegerArray

CELLS_KEPT, ANSWER_CELLS = 1_000_000, 120_000  # values of all answers that are kept, and of one
WHOLE = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
# The types of which an answer is made from its values as they are; one with another type goes by way of Arrow.
PLAIN = frozenset(("BIGINT", "INTEGER", "BOOLEAN", "VARCHAR", "DATE", "DOUBLE"))


class Ran(Protocol):
    """What a statement came to, as duckdb gives it out once."""

    description: list[tuple]

    def fetchnumpy(self) -> dict[str, np.ndarray]: ...

    def to_arrow_table(self) -> pa.Table: ...


def frame_of(ran: Ran) -> pd.DataFrame:
    """An answer as pandas: whole numbers stay whole, and text, dates and what is missing are plain objects (None).

    Not by way of Arrow where it need not be: that runs another statement, which is half the time of a small answer.
    """
    kinds = {column[0]: str(column[1]) for column in ran.description}
    if not PLAIN.issuperset(kinds.values()):
        return _by_arrow(ran.to_arrow_table())
    values = ran.fetchnumpy()
    return _of_columns(tuple(kinds), [_column(values[name], kind) for name, kind in kinds.items()])


def frame_of_columns(columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """The same from arrays: objects, doubles, whole numbers and yes or no (with a mask where some are missing)."""
    kinds = {"i": "BIGINT", "b": "BOOLEAN", "f": "DOUBLE", "O": "VARCHAR"}
    made = [
        values if values.dtype.kind == "O" else _column(values, kinds[values.dtype.kind]) for values in columns.values()
    ]
    return _of_columns(tuple(columns), made)


def _of_columns(names: tuple[str, ...], columns: list[np.ndarray | IntegerArray | BooleanArray]) -> pd.DataFrame:
    """By blocks, all objects in one: pandas looks at no column again, which is half the time."""
    rows = len(columns[0])
    of_objects = [
        place for place, values in enumerate(columns) if isinstance(values, np.ndarray) and values.dtype == object
    ]
    objects = np.empty((len(of_objects), rows), dtype=object)
    for number, place in enumerate(of_objects):
        objects[number] = columns[place]
    blocks = [(objects, np.array(of_objects, dtype=np.intp))] if of_objects else []
    for place in set(range(len(columns))).difference(of_objects):
        column = columns[place]
        block = column.reshape(1, rows) if isinstance(column, np.ndarray) else column
        blocks.append((block, np.array([place], dtype=np.intp)))
    return create_dataframe_from_blocks(blocks, index=pd.RangeIndex(rows), columns=_names(names))


@cache
def _names(names: tuple[str, ...]) -> pd.Index:
    """The names of an answer's columns; made once for each question, for that takes as long as three columns do."""
    return pd.Index(names)


def _column(values: np.ndarray, kind: str) -> np.ndarray | IntegerArray | BooleanArray:
    """A column of one of the types of `PLAIN`."""
    is_missing = np.ma.getmaskarray(values)
    values = np.ma.getdata(values)
    if kind in ("BIGINT", "INTEGER"):
        return IntegerArray(values, is_missing)
    if kind == "BOOLEAN":
        return BooleanArray(values, is_missing)
    if kind == "DATE":
        values = values.astype("datetime64[D]").astype(object)
    if is_missing.any():
        values[is_missing] = np.nan if kind == "DOUBLE" else None
    return values


def _by_arrow(table: pa.Table) -> pd.DataFrame:
    frame = table.to_pandas(types_mapper=WHOLE.get)
    for column in table.schema:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            frame[column.name] = pd.Series(table[column.name].to_pylist(), dtype=object)
    return frame


def frozen(params: dict[str, object]) -> tuple[tuple[str, Hashable], ...]:
    """Parameters as something that can be looked up."""
    return tuple((key, tuple(v) if isinstance(v := params[key], list) else v) for key in sorted(params))


class Answers:
    """The answers last asked for, by what they were made of; large ones are not kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()
        self._cells = 0
        self._lock = threading.Lock()

    def find(self, made_of: Hashable) -> pd.DataFrame | None:
        """An answer made of the same, the caller's own to change (pandas copies what is written to); or none."""
        with self._lock:
            if (found := self._kept.get(made_of)) is None:
                return None
            self._kept.move_to_end(made_of)
        return found.copy(deep=False)

    def keep(self, made_of: Hashable, frame: pd.DataFrame) -> None:
        """Keeps a copy of an answer."""
        if frame.size > ANSWER_CELLS:
            return
        with self._lock:
            if made_of not in self._kept:
                self._kept[made_of] = frame.copy(deep=False)
                self._cells += frame.size
            while self._cells > CELLS_KEPT:
                self._cells -= self._kept.popitem(last=False)[1].size
