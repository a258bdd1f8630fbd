"""The warehouse: a snapshot opened locked, answering our own `.sql` files and nothing else.

Each role has a connection of its own, on a read-only database made of the parquet files that the role may read: no
other file, no setting, no write can be reached. What is small, and the cube where the snapshot has one, is held in that
database; large tables are views over their files. What a selection means (the parts in `KEPT`) is worked out once and
kept for all the questions about it, from the cube where there is one: questions do not know.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
import warnings
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Set
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd

from analytics import cube, needs
from analytics.answers import Answers, frame_of, frozen
from analytics.arrays import chosen as masks
from analytics.arrays import saying
from analytics.arrays.held import Held
from analytics.errors import AccessError, QuestionError, SnapshotError
from analytics.kept import FEW, Chosen, run, told
from analytics.selection import Selection
from analytics.snapshots import Snapshot, open_current
from analytics.statements import (
    FILTERS,
    HELD,
    HELD_LARGE,
    IN_PLACE,
    NONE_WITHOUT,
    OF_CUBE,
    body,
    part,
    stand_ins,
    statement,
)
from analytics.steps import (
    WORD,
    WORDS_OF,
    Step,
    is_kept,
    parameters_of,
    question_text,
    standing_step,
    steps_of,
    told_by,
    variants,
    words_told,
)

LIMITS = {
    "threads": "2",
    "memory_limit": "2GB",
    "max_temp_directory_size": "1GB",
    "max_execution_time": "3000",
    # a page of rows is looked up by its ids, which are more than the 50 by which a scan leaves groups of rows out
    "dynamic_or_filter_threshold": "1000",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}
# Passes of the planner that cost our statements more than they gain: a third of a page's time, as its tables are small.
# Joins are then made in the order in which they are written: what leaves few rows comes first.
UNPLANNED = (
    "join_order", "statistics_propagation", "compressed_materialization", "common_subplan",
    "partial_aggregate_pushdown", "aggregate_function_rewriter", "aggregate_reuse", "common_aggregate",
    "common_subexpressions", "duplicate_groups", "distinct_aggregate_rewrite", "projection_placement",
    "projection_pullup", "redundant_order_keys",
)  # fmt: skip
# What a parquet file that is gone or damaged raises; without the file, the locked connection looks for a folder.
UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.PermissionException)
# Where these rows are no more, what the totals of indicators are made of is kept for a selection too.
SMALL_ROWS = 40_000
ATOMS_OF = ("observations", "activities", "activity_places", "participations", "contributions")
HELD_ROWS = 200_000  # a table with more rows stays in its files
SELECTIONS_KEPT = 24
SELECTION = frozenset(Selection().parameters())
IN_ALL = (*sorted(SELECTION), "lang")  # what every question is asked with
LOOKED_S = 0.05  # a page asks ten questions in this time: its files are looked at once

warnings.filterwarnings("ignore", message="Arrow output on a DB-API result makes an extra copy")  # see `frame_of`


class Engine(Protocol):
    """What answers questions: the warehouse here, a distributed engine elsewhere."""

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        """The answer of the question `name` for `role`; raises QuestionError."""


@cache
def question_sql(name: str) -> tuple[str, frozenset[str]]:
    """The SQL of a question (`name`, or `name:rows/columns` with its axes) and the names of its parameters.

    Raises QuestionError where there is no such question or axis, or its file is not exactly one select.
    """
    sql = statement(question_text(name))
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QuestionError(f"{name}.sql must be exactly one select.")
    return sql, frozenset(statements[0].named_parameters)


def held_sql(name: str) -> str:
    """The SQL of a part that is worked out when a snapshot is opened (see `HELD`), as one select over tables alone."""
    return statement(part(name), ())


class _Role:
    """What one role may read, open and locked, and the selections that it was asked about of late."""

    def __init__(self, snapshot: Snapshot, role: str, folder: Path, is_cube: bool, is_arrays: bool) -> None:
        files = snapshot.tables(role)
        noted = snapshot.manifest["files"]
        self.rows = {name: sum(noted[path.name]["rows"] or 0 for path in paths) for name, paths in files.items()}
        self.is_cube = is_cube and cube.FACTS in files
        self.is_arrays = is_arrays and self.is_cube
        self.has_heads = self.is_cube and cube.HEADS_FROM in files
        self.is_small = sum(self.rows.get(name, 0) for name in ATOMS_OF) <= SMALL_ROWS
        self._paths = [str(path) for paths in files.values() for path in paths]
        self._chosen: OrderedDict[tuple, Chosen] = OrderedDict()
        self._marks: OrderedDict[tuple, masks.Chosen] = OrderedDict()
        self._answers = Answers()
        self._lock = threading.Lock()
        views = folder / f"{role}.duckdb"
        with duckdb.connect(str(views)) as plain:
            for name, paths in files.items():
                if not self.is_cube and name in cube.TABLES:
                    continue
                view = plain.read_parquet([str(path) for path in paths], hive_partitioning=False)
                is_held = self.rows[name] <= HELD_ROWS or (name in cube.TABLES and name not in cube.ROWS_KEPT)
                view.create(name) if is_held else view.create_view(name)
            for name in HELD:
                if not self.is_cube or name not in files:
                    plain.execute(f"create {self._form(name)} {name} as {statement(part(name))}")
            if self.is_cube:
                self._hold_cells(plain, files["activities"])
            self.begun = [cube.days_within(path) for path in files["activities"]] if self.is_cube else []
            self.stand_ins: dict[str, tuple[str, ...]] = {}
            self._stand_all_in(plain)
        self.stamps, self._looked = self._stamped(), -LOOKED_S
        self.connection = self._locked(views, folder / f"{role}.tmp")
        self._held = Held(self.connection, self.rows)
        self._unfiltered: dict[tuple, masks.Chosen] = {}

    def _hold_cells(self, plain: duckdb.DuckDBPyConnection, activities: list[Path]) -> None:
        """What is made of the cube, and each file of activities by the numbers of its rows."""
        for name in (cube.ROWS_VIEW, cube.RECORDS_VIEW):
            plain.execute(f"create view {name} as {body(cube.text(name))}")
        for number, path in enumerate(activities):
            rows = plain.read_parquet(str(path), hive_partitioning=False)
            rows.project("*, file_row_number as row_no").create_view(f"activities_{number}")
        of_divisions = "select place_id from places where level in ('country', 'department')"
        self.divisions = {code for (code,) in plain.execute(of_divisions).fetchall()}
        for name in (*cube.BY_HEADS, cube.MONEY_IN_ALL) if self.has_heads else ():
            plain.execute(f"create table {name} as {body(cube.text(name))}")

    def _stand_all_in(self, plain: duckdb.DuckDBPyConnection) -> None:
        """The parts that stand ready while no filter is on."""
        for name, filters in stand_ins(self.rows).items():
            own = name.split("__")[0]
            is_read = own in IN_PLACE or is_kept(own, self.is_cube, self.is_small)
            if self.is_cube if OF_CUBE.intersection((own, name)) else is_read:
                self._stand_in(plain, name)
                self.stand_ins[name] = filters
        without_rows = tuple(NONE_WITHOUT) if self.is_cube else ()
        for name in without_rows:
            self._stand_in(plain, name, " limit 0")
        self.standing: dict[str, str] = {}  # what those hold, where it is little: what is made of the same is the same
        for name in (*self.stand_ins, *without_rows):
            rows = plain.table(name).limit(FEW + 1).fetchall()
            self.standing[name] = told(rows) if len(rows) <= FEW else f"all of {name}"
        self.none_in = frozenset(name for name in self.stand_ins if not self.standing[name])

    def _locked(self, views: Path, spill: Path) -> duckdb.DuckDBPyConnection:
        """A connection that reads these views and their files, and nothing else."""
        own = {"temp_directory": str(spill), "disabled_optimizers": ",".join(UNPLANNED)}
        connection = duckdb.connect(str(views), read_only=True, config=LIMITS | own)
        connection.execute("set allowed_paths = $paths", {"paths": self._paths})
        connection.execute("set parquet_metadata_cache = true")
        connection.execute("set python_enable_replacements = false")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        return connection

    def _form(self, name: str) -> str:
        """Whether a part is held as a table, or read anew as a view: where making it costs more, or it is large."""
        is_anew = name in HELD_LARGE and (not self.is_cube or self.rows["observations"] > HELD_ROWS)
        return "view" if is_anew else "table"

    def _stand_in(self, plain: duckdb.DuckDBPyConnection, name: str, less: str = "") -> None:
        """Writes down what a part is when no filter is on; a part that it uses is there before it."""
        params = parameters_of(name)
        cells = self.cells(params) if self.is_cube else ()
        months = cube.records_for({"month"}, self.rows) if self.is_cube else ""
        step = standing_step(name, params, (*HELD, *self.stand_ins), cells, months, less)
        run(plain, step, params)

    def _stamped(self) -> list[tuple[int, int]]:
        return [(stat.st_size, stat.st_mtime_ns) for stat in map(os.stat, self._paths)]

    def check_files(self) -> None:
        """Raises OSError where a file is gone or was written into: what is held is then not what the snapshot has."""
        if time.monotonic() < self._looked + LOOKED_S:
            return
        if self._stamped() != self.stamps:
            raise OSError("a file was changed")
        self._looked = time.monotonic()

    def cells(self, params: dict[str, object]) -> tuple[tuple[str, str], ...]:
        """Where each need of dimensions is met (see `needs`)."""
        return needs.cells_for_needs(params, self.rows, self.divisions, has_heads=self.has_heads)

    def files(self, params: dict[str, object]) -> tuple[int, ...]:
        """The files of activities with some that begin as is asked for, else any one, where a cube knows their rows."""
        first, last = params.get("first_on") or date.min, params.get("last_on") or date.max
        found = tuple(number for number, days in enumerate(self.begun) if days[0] <= last and days[1] >= first)
        return found or tuple(range(len(self.begun)))[:1]

    @contextlib.contextmanager
    def chosen(self, key: tuple) -> Iterator[Chosen]:
        """The selection `key`, for one thread at a time."""
        while True:
            with self._lock:
                entry = self._chosen.get(key) or Chosen(self.connection.cursor())
                self._chosen[key] = entry
                self._chosen.move_to_end(key)
                gone = [self._chosen.popitem(last=False)[1] for _ in range(len(self._chosen) - SELECTIONS_KEPT)]
            for old in gone:
                with old.lock:
                    old.is_closed = True
                    old.cursor.close()
            with entry.lock:
                if not entry.is_closed:
                    yield entry
                    return

    def answer(self, name: str, params: dict[str, object]) -> pd.DataFrame:
        """The answer of a question; raises QuestionError where a parameter is missing, else duckdb's own errors."""
        if self.is_arrays and (found := self._from_arrays(name, params)) is not None:
            return found
        params |= told_by(params)
        cells = self.cells(params) if self.is_cube else ()
        off = frozenset(own for own in FILTERS if own in params and not params[own])
        tables = variants(params, is_cube=self.is_cube)
        ready = tuple(
            table for table, filters in self.stand_ins.items() if not any(params.get(own, True) for own in filters)
        )
        ready += self._without(self.none_in.intersection(ready), tables)
        given = (self.is_cube, self.is_small, cells, tables, off, self.files(params), words_told(params))
        plan = partial(steps_of, name, *given)
        *kept, last = plan(ready)
        if missing := last.wanted.union(*(step.wanted for step in kept)) - params.keys():
            raise QuestionError(f"{name} needs {', '.join(sorted(missing))}.")
        if not kept:
            with self.connection.cursor() as cursor:
                rows = tuple(self.standing[name] for name in last.made_of)
                return self._kept_or_run(cursor, last, params, (last.sql, frozen(last.bound(params)), rows))
        key = frozen({name: params[name] for name in SELECTION & params.keys()})
        with self.chosen(key) as chosen:
            there: set[str] = set()
            while todo := [step for step in kept if step.name not in there]:
                chosen.make(todo[0], params)
                there.add(todo[0].name)
                if more := self._without({todo[0].name} - chosen.with_rows, tables):
                    ready += more
                    *kept, last = plan(ready)
            rows = chosen.rows_of(last.made_of, self.standing)
            made_of = (last.sql, frozen(last.bound(params)), key if rows is None else rows)
            return self._kept_or_run(chosen.cursor, last, params, made_of)

    def _from_arrays(self, name: str, params: dict[str, object]) -> pd.DataFrame | None:
        """The answer from arrays, kept as any other; none where there is no text of it there."""
        text, is_by_axes, axes = name.partition(":")
        if text not in saying.texts():
            return None
        asked = (name, frozen(params))
        if (found := self._answers.find(asked)) is None:
            own = {key: value for key, value in params.items() if key not in IN_ALL}
            if strange := [name for name in WORDS_OF if name in own and not WORD.fullmatch(str(own[name]))]:
                raise QuestionError(f"{strange[0]}: {own[strange[0]]!r} is not known.")
            own |= {"axes": axes} if is_by_axes else {}
            if (found := saying.answer(text, self._masks({key: params.get(key) for key in IN_ALL}), own)) is not None:
                self._answers.keep(asked, found)
        return found

    def _masks(self, params: dict[str, object]) -> masks.Chosen:
        """What a selection leaves, as masks; that of the last ones is kept."""
        key = frozen(params)
        if not any(params[own] for own in FILTERS):  # what every page begins with stands ready
            return self._unfiltered.setdefault(key, masks.Chosen(self._held, params))
        with self._lock:
            found = self._marks.get(key) or masks.Chosen(self._held, params)
            self._marks[key] = found
            self._marks.move_to_end(key)
            while len(self._marks) > SELECTIONS_KEPT:
                self._marks.popitem(last=False)
            return found

    def _without(self, empty: Set[str], tables: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """The parts that have no rows, over a cube, because these tables have none."""
        named = dict(tables)
        found = (own for own, source in NONE_WITHOUT.items() if named.get(source, source) in empty)
        return tuple(found) if self.is_cube else ()

    def _kept_or_run(
        self, cursor: duckdb.DuckDBPyConnection, last: Step, params: dict[str, object], made_of: tuple
    ) -> pd.DataFrame:
        """The answer made of the same before, where there is one; else it is worked out."""
        if (found := self._answers.find(made_of)) is not None:
            return found
        frame = frame_of(run(cursor, last, params))
        self._answers.keep(made_of, frame)
        return frame

    def forget(self) -> None:
        """Forgets the selections and the answers."""
        with self._lock:
            gone, self._chosen, self._answers = list(self._chosen.values()), OrderedDict(), Answers()
            self._marks.clear()
        for old in gone:
            with old.lock:
                old.is_closed = True
                old.cursor.close()

    def close(self) -> None:
        self.forget()
        self.connection.close()


class Warehouse:
    """A snapshot, open for questions. Safe for any number of threads: each selection has a cursor of its own.

    `is_cube=False` answers from the rows even where the snapshot has a cube, `is_arrays=False` from the cube by SQL.
    """

    def __init__(self, snapshot: Snapshot, *, is_cube: bool = True, is_arrays: bool = True) -> None:
        self.snapshot = snapshot
        self._is_cube, self._is_arrays = is_cube, is_arrays
        self._folder = Path(tempfile.mkdtemp(prefix="tejido-"))
        # also where nobody closes it: one that was put out of a cache, or stands open when the process ends
        self._removed = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._lock = threading.Lock()
        self._roles: dict[str, _Role] = {}

    def _role(self, role: str) -> _Role:
        if role not in self.snapshot.manifest["roles"]:
            raise AccessError(f"There is no role {role!r}.")
        with self._lock:
            if role not in self._roles:
                self._roles[role] = _Role(self.snapshot, role, self._folder, self._is_cube, self._is_arrays)
            return self._roles[role]

    def _connection(self, role: str) -> duckdb.DuckDBPyConnection:
        return self._role(role).connection

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        """The answer of one question for one role, every value bound.

        Parameters that the question does not use are left out; one that it needs and does not get
        raises QuestionError.
        """
        question_sql(name)
        try:
            held = self._role(role)
            held.check_files()
            return held.answer(name, params)
        except duckdb.InterruptException:
            raise QuestionError(f"{name} took too long. Narrow the selection and ask again.") from None
        except (*UNREADABLE, OSError) as error:
            raise SnapshotError(f"{name}: a file of the snapshot can no longer be read. Build it again.") from error

    def forget(self) -> None:
        """Forgets all that was asked, so that a benchmark can ask as if for the first time."""
        for role in [*self._roles.values()]:
            role.forget()

    def close(self) -> None:
        """Closes every connection and removes what they held."""
        with self._lock:
            while self._roles:
                self._roles.popitem()[1].close()
        self._removed()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_warehouse(store: Path) -> Warehouse:
    """The warehouse over the published snapshot of `store` (or the last good one; see `open_current`)."""
    return Warehouse(open_current(store))
