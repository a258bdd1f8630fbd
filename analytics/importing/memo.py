"""Columns of any length worked out once for each distinct value (or each distinct combination of values).

A national table of ten million rows has a thousand places, thirty years and a few hundred counts: the checks see each
of them once, with the row where it was first met, and the rows take the answers by number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.checks.rules import RULES
from analytics.errors import DataError
from analytics.readers.grid import FINDINGS_KEPT, Finding

# Bits for the distinct values of each column of a combination, 62 in all: many names, few precisions.
BITS = {1: (62,), 2: (31, 31), 3: (26, 18, 18), 4: (24, 16, 12, 10)}
Answer = tuple[pd.DataFrame, list[Finding]]


class Numbered:
    """The distinct texts of one column, numbered as they come; nothing is 0."""

    def __init__(self) -> None:
        self.texts: list[str | None] = [None]
        self._number: dict[str | None, int] = {None: 0}

    def numbers(self, column: pa.ChunkedArray | pa.Array) -> np.ndarray:
        """The number of each cell; a text not met before gets the next one."""
        column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        encoded = column.dictionary_encode()
        own = np.zeros(len(encoded.dictionary) + 1, dtype=np.int64)
        for i, text in enumerate(encoded.dictionary.to_pylist()):
            if text not in self._number:
                self._number[text] = len(self.texts)
                self.texts.append(text)
            own[i] = self._number[text]
        indices = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
        return own[indices]


@dataclass
class Memo:
    """The answers for each distinct combination of some columns.

    `answer` is handed the combinations not met before as text, a row each, numbered from 1 (in a table that was turned
    long, several are first met in one row); it returns one row for each, in the same order, and its findings by number.
    """

    columns: tuple[str, ...]
    answer: Callable[[pd.DataFrame], Answer]
    _numbered: dict[str, Numbered] = field(default_factory=dict)
    _known: dict[int, int] = field(default_factory=dict)
    _answers: list[pd.DataFrame] = field(default_factory=list)
    _findings: dict[int, list[Finding]] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    _first_met: dict[int, int] = field(default_factory=dict)
    _counted: dict[tuple, int] = field(default_factory=dict)

    @property
    def _shifts(self) -> tuple[int, ...]:
        bits = BITS[len(self.columns)]
        return tuple(sum(bits[:n]) for n in range(len(bits)))

    def collect(self, table: pa.Table, rows: np.ndarray) -> None:
        """Notes what the table holds, so that the first answer sees every value of every table at once.

        A column's style (a decimal comma, the day before the month) can only be told from the whole of it.
        """
        self._collect(self._keys(table), rows)

    def _collect(self, keys: np.ndarray, rows: np.ndarray) -> None:
        met = pd.Series(rows, index=keys)
        for key, row in met[~met.index.duplicated()].items():
            if key not in self._known:
                self._first_met.setdefault(key, row)

    def answers(self, table: pa.Table, rows: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
        """One row of answers for each row of the table, and the number of each row's combination."""
        keys = self._keys(table)
        self._collect(keys, rows)
        self._learn()
        inverse, distinct = pd.factorize(keys)  # by hashing: sorting ten million keys costs more than all the rest
        at = np.array([self._known[key] for key in distinct.tolist()], dtype=np.int64)
        self._tell(at, inverse, rows)
        return self._all().iloc[at[inverse]].reset_index(drop=True), at[inverse]

    def known(self) -> pd.DataFrame:
        """Every answer so far."""
        return self._all() if self._answers else self.answer(pd.DataFrame(columns=list(self.columns), dtype=object))[0]

    def _keys(self, table: pa.Table) -> np.ndarray:
        keys = np.zeros(table.num_rows, dtype=np.int64)
        for i, column in enumerate(self.columns):
            numbered = self._numbered.setdefault(column, Numbered())
            keys |= numbered.numbers(table[column]) << self._shifts[i]
            if len(numbered.texts) >= 1 << BITS[len(self.columns)][i]:
                raise DataError(f"column {column}: too many different values to be told apart.")
        return keys

    def _learn(self) -> None:
        fresh, rows = list(self._first_met), list(self._first_met.values())
        self._first_met = {}
        if not fresh and self._answers:
            return
        texts = {
            column: [self._numbered[column].texts[(key >> shift) & ((1 << bits) - 1)] for key in fresh]
            for column, shift, bits in zip(self.columns, self._shifts, BITS[len(self.columns)], strict=True)
        }
        answered, findings = self.answer(pd.DataFrame(texts, dtype=object, index=range(1, len(fresh) + 1)))
        start = len(self._known)
        self._known |= {key: start + n for n, key in enumerate(fresh)}
        self._answers.append(answered.reset_index(drop=True))
        for finding in findings:
            if finding.row is None:
                self.found.append(finding)
            else:
                met = replace(finding, row=int(rows[finding.row - 1]))
                self._findings.setdefault(start + finding.row - 1, []).append(met)

    def _all(self) -> pd.DataFrame:
        if len(self._answers) > 1:
            self._answers = [pd.concat(self._answers, ignore_index=True)]
        return self._answers[0]

    def _tell(self, at: np.ndarray, inverse: np.ndarray, rows: np.ndarray) -> None:
        """Findings of the combinations in these rows: each row of an error, the others once with their count."""
        for n, known in enumerate(at.tolist()):
            for finding in self._findings.get(known, ()):
                met = rows[inverse == n]
                if RULES[finding.rule].severity == "error":
                    self._tell_rows(finding, met)
                else:
                    self._tell_count(finding, known, len(met))

    def _tell_rows(self, finding: Finding, rows: np.ndarray) -> None:
        key = ("rows", finding.rule, finding.column)
        held = self._counted.get(key, 0)
        room = max(FINDINGS_KEPT - held, 0)
        self.found += [replace(finding, row=int(row), count=1) for row in rows[:room]]
        if len(rows) > room:
            self._tell_count(replace(finding, row=int(rows[room]) if room else finding.row), -1, len(rows) - room)
        self._counted[key] = held + len(rows)

    def _tell_count(self, finding: Finding, known: int, count: int) -> None:
        key = (finding.rule, finding.column, known)
        if key in self._counted:
            at = self._counted[key]
            self.found[at] = replace(self.found[at], count=self.found[at].count + count)
        else:
            self._counted[key] = len(self.found)
            self.found.append(replace(finding, count=count))


def text_table(frame: pd.DataFrame, columns: Sequence[str]) -> pa.Table:
    """The columns of a frame as text, in Arrow."""
    return pa.table({name: pa.array(frame[name], type=pa.string(), from_pandas=True) for name in columns})
