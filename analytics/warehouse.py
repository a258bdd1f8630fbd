"""The warehouse: a snapshot opened locked, answering our own `.sql` files and nothing else.

The only module that imports duckdb. Each role has a connection of its own, on a read-only database of
views over the parquet files that the role may read: no other file, no setting, no write can be reached.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.errors import AccessError, QuestionError, SnapshotError
from analytics.snapshots import Snapshot, open_current

SQL = Path(__file__).parent / "sql"
LIMITS = {
    "threads": "2",
    "memory_limit": "2GB",
    "max_temp_directory_size": "1GB",
    "max_execution_time": "3000",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}
# What a parquet file that is gone or damaged raises; without the file, the locked connection looks for a folder.
UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.PermissionException)
# Parts worked out once for each role when a snapshot is opened, since every question on ten million rows needs them.
HELD = ("issue_counts",)
USES = re.compile(r"^-- uses: *(.+)$", re.MULTILINE)
WHOLE = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}


def _frame(table: pa.Table) -> pd.DataFrame:
    """An answer as pandas: whole numbers stay whole, and text, dates and what is missing are plain objects (None)."""
    frame = table.to_pandas(types_mapper=WHOLE.get)
    for field in table.schema:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            frame[field.name] = pd.Series(table[field.name].to_pylist(), dtype=object)
    return frame


class Engine(Protocol):
    """What answers questions: the warehouse here, a distributed engine elsewhere."""

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        """The answer of the question `name` for `role`; raises QuestionError."""


@cache
def _part(name: str) -> str:
    return (SQL / "parts" / f"{name}.sql").read_text(encoding="utf-8").strip()


def held_sql(name: str) -> str:
    """The SQL of a part that is worked out when a snapshot is opened (see `HELD`), as one select."""
    return _statement(_part(name))


def _parts(text: str) -> list[str]:
    """The parts that a file uses, each after the parts that it uses itself."""
    found: list[str] = []
    for line in USES.findall(text):
        for name in (n for n in map(str.strip, line.split(",")) if n not in HELD):
            found += [n for n in [*_parts(_part(name)), name] if n not in found]
    return found


def _statement(text: str) -> str:
    """A question's SQL with the parts it uses in front, as common table expressions."""
    parts = [f"{name} as (\n{_part(name)}\n)" for name in _parts(text)]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    if not parts:
        return body
    if body.startswith("with "):
        return "with " + ",\n".join([*parts, body.removeprefix("with ")])
    return "with " + ",\n".join(parts) + "\n" + body


@cache
def question_sql(name: str) -> tuple[str, frozenset[str]]:
    """The SQL of a question and the names of its parameters.

    Raises QuestionError where there is no such question or its file is not exactly one select.
    """
    path = SQL / f"{name}.sql"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not path.is_file():
        raise QuestionError(f"There is no question {name!r}. `python -m analytics questions` lists them.")
    sql = _statement(path.read_text(encoding="utf-8"))
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QuestionError(f"{name}.sql must be exactly one select.")
    return sql, frozenset(statements[0].named_parameters)


class Warehouse:
    """A snapshot, open for questions. Safe for any number of threads: each answer has a cursor of its own."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._folder = Path(tempfile.mkdtemp(prefix="tejido-"))
        self._lock = threading.Lock()
        self._roles: dict[str, duckdb.DuckDBPyConnection] = {}

    def _open(self, role: str) -> duckdb.DuckDBPyConnection:
        files = self.snapshot.tables(role)
        views = self._folder / f"{role}.duckdb"
        with duckdb.connect(str(views)) as plain:
            for name, paths in files.items():
                plain.read_parquet([str(path) for path in paths]).create_view(name)
            for name in HELD:
                plain.sql(_part(name)).create(name)
        locked = duckdb.connect(
            str(views), read_only=True, config=LIMITS | {"temp_directory": str(self._folder / f"{role}.tmp")}
        )
        locked.execute(
            "set allowed_paths = $paths", {"paths": [str(path) for paths in files.values() for path in paths]}
        )
        locked.execute("set python_enable_replacements = false")
        locked.execute("set enable_external_access = false")
        locked.execute("set lock_configuration = true")
        return locked

    def _connection(self, role: str) -> duckdb.DuckDBPyConnection:
        if role not in self.snapshot.manifest["roles"]:
            raise AccessError(f"There is no role {role!r}.")
        with self._lock:
            if role not in self._roles:
                self._roles[role] = self._open(role)
            return self._roles[role]

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        """The answer of one question for one role, every value bound.

        Parameters that the question does not use are left out; one that it needs and does not get
        raises QuestionError.
        """
        sql, wanted = question_sql(name)
        if missing := wanted - params.keys():
            raise QuestionError(f"{name} needs {', '.join(sorted(missing))}.")
        bound = {key: params[key] for key in wanted}
        try:
            with self._connection(role).cursor() as cursor:
                table = cursor.sql(sql, params=bound).to_arrow_table()
        except duckdb.InterruptException:
            raise QuestionError(f"{name} took too long. Narrow the selection and ask again.") from None
        except UNREADABLE as error:
            raise SnapshotError(f"{name}: a file of the snapshot can no longer be read. Build it again.") from error
        return _frame(table)

    def close(self) -> None:
        """Closes every connection and removes the views."""
        with self._lock:
            for connection in self._roles.values():
                connection.close()
            self._roles.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_warehouse(store: Path) -> Warehouse:
    """The warehouse over the published snapshot of `store` (or the last good one; see `open_current`)."""
    return Warehouse(open_current(store))
