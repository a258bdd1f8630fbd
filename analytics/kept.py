"""What is kept for a selection: the parts of its answers, as temporary tables of a cursor of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache

import duckdb

from analytics.steps import Step

FEW = 300  # rows of a part that are looked at, to tell whether an answer is made of the same as one before
VARIANTS_KEPT = 12  # two tables for each way in which totals are asked for, and Results asks in three or four


@cache
def parsed(sql: str) -> duckdb.Statement:
    """A statement, parsed once: that is a quarter of the time of an answer which is small."""
    return duckdb.extract_statements(sql)[0]


def run(cursor: duckdb.DuckDBPyConnection, step: Step, params: dict[str, object]) -> duckdb.DuckDBPyConnection:
    """Runs a step to its end. Not by `sql`, which plans a statement twice: that costs more than a copy of an answer."""
    return cursor.execute(parsed(step.sql), step.bound(params))


def told(rows: list[tuple]) -> str:
    """What a part of few rows holds, in no order."""
    return "\n".join(sorted(map(repr, rows)))


@dataclass
class Chosen:
    """A selection being asked about: a cursor of its own, with the parts that are kept for it as temporary tables.

    `made` says how many rows each part has that was, `seen` what they are where they are few.
    """

    cursor: duckdb.DuckDBPyConnection
    lock: threading.Lock = field(default_factory=threading.Lock)
    made: dict[str, int] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    is_closed: bool = False

    @property
    def with_rows(self) -> frozenset[str]:
        """The parts that were made and have rows."""
        return frozenset(name for name, rows in self.made.items() if rows)

    def make(self, step: Step, params: dict[str, object]) -> None:
        """Makes a part, where it is not there."""
        if step.name not in self.made:
            ((self.made[step.name],),) = run(self.cursor, step, params).fetchall()
        if "__" in step.name:
            self.made[step.name] = self.made.pop(step.name)  # the last one used
            for old in [name for name in self.made if "__" in name][:-VARIANTS_KEPT]:
                self.cursor.execute(f"drop table {old}")
                del self.made[old]
                self.seen.pop(old, None)

    def rows_of(self, names: tuple[str, ...], standing: dict[str, str]) -> tuple[str, ...] | None:
        """What these parts hold, in no order; none where one has more than a few rows: they are the selection's own.

        `standing`: the same of those that stand ready.
        """
        if any(self.made.get(name, 0) > FEW for name in names):
            return None
        for name in names:
            if name in self.made and name not in self.seen:
                self.seen[name] = told(self.cursor.execute(parsed(f"from {name}")).fetchall())
        return tuple(self.seen[name] if name in self.made else standing[name] for name in names)
