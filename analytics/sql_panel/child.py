"""The process that answers one statement: it limits itself before DuckDB or anything of the statement is touched.

The second module that imports duckdb: what runs here must not share a process, a connection or memory with the
warehouse, and dies with its answer.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import resource
import signal
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
BATCH = 512  # rows taken from DuckDB at a time
# the types that a table holds as they are; all others are told in the database's own words
HELD = {
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "FLOAT", "DOUBLE", "VARCHAR", "DATE",
}  # fmt: skip
AWAY = re.compile(r"(?:file://)?(?:[A-Za-z]:)?/[^\s'\"`;,)]+")


def limit_self(limits: dict[str, int]) -> None:
    """Memory, seconds of work, bytes of a written file, open files, an alarm; no core dump, and no network."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits["address_space_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
    ):
        resource.setrlimit(kind, (most, most))
    signal.alarm(limits["cpu_seconds"] + 1)  # where the parent is gone and nobody ends it
    with contextlib.suppress(Exception):  # where the system grants it
        libc = ctypes.CDLL(None)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _connection(request: dict) -> duckdb.DuckDBPyConnection:
    import duckdb

    limits = request["limits"]
    return duckdb.connect(
        config={
            "threads": "2", "memory_limit": f"{limits['memory_bytes'] // 1_000_000}MB", "temp_directory": "",
            "max_execution_time": str(limits["statement_ms"]), "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false", "errors_as_json": "true",
        }
    )  # fmt: skip


# what stands under a row that is told in words only goes with it: by the key that leads there, and its table
UNDER = {
    "activity_places": ("activity_id", "activities"), "activity_organisations": ("activity_id", "activities"),
    "indicators": ("indicator_id", "observations"),
}  # fmt: skip


def _open_rows(connection: duckdb.DuckDBPyConnection, request: dict, name: str) -> duckdb.DuckDBPyRelation:
    """The rows of a table less those that are told in words only, which are never counted."""
    rows = connection.read_parquet(request["files"][name], hive_partitioning=False)
    if name in UNDER:
        key, above = UNDER[name]
        told = (
            connection.read_parquet(request["files"][above], hive_partitioning=False)
            .filter("disclosure <> 'open'")
            .project(key)
        )
        return rows.join(told, key, how="anti")
    return rows.filter("disclosure = 'open'") if "disclosure" in rows.columns else rows


def open_views(connection: duckdb.DuckDBPyConnection, request: dict, names: set[str]) -> None:
    """Makes the views that the statement reads, then locks the door behind them."""
    above = {UNDER[name][1] for name in names if name in UNDER}
    files = {name: paths for name, paths in request["files"].items() if name in names | above}
    for name in files.keys() & names:
        _open_rows(connection, request, name).create_view(name)
    for name, sql in request["views"].items():
        if name in names:
            connection.sql(sql).create_view(name)
    connection.execute("set allowed_paths = $paths", {"paths": [path for paths in files.values() for path in paths]})
    connection.execute("set python_enable_replacements = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def answer(request: dict) -> dict:
    """The rows of the statement, or the code of a refusal; `table` holds the rows."""
    import duckdb

    from analytics.sql_panel.statements import refusal, used_tables

    statement, tables = request["statement"], {*request["files"], *request["views"]}
    connection = _connection(request)
    try:
        tree = json.loads(connection.execute("select json_serialize_sql($sql)", {"sql": statement}).fetchall()[0][0])
        if tree.get("error"):
            if tree.get("error_type") != "parser":
                return {"code": "not_one_select"}
            return _failed(tree["error_message"], tree.get("position"), statement)
        if found := refusal(tree, tables):
            return {"code": found.code, "about": found.about}
        names = used_tables(tree, tables)
        needed = {name for view in names & set(request["views"]) for name in request["needs"][view]}
        open_views(connection, request, names | needed)
        rows = _bound(connection, statement)
        return _taken(_told(rows), rows.columns, request["limits"])
    except duckdb.InterruptException:
        return {"code": "took_too_long"}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"code": "too_much_memory"}
    except RecursionError:
        return {"code": "too_deep"}
    except duckdb.Error as error:
        return _failed(*_said(error), statement)


def _bound(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.DuckDBPyRelation:
    """The statement, ready to be answered; of a name that is not there, the error also says where it stands."""
    import duckdb

    try:
        return connection.sql(statement)
    except (duckdb.BinderException, duckdb.CatalogException):
        connection.execute(statement)  # fails in the same way, and tells the place besides
        raise


def _said(error: duckdb.Error) -> tuple[str, str | None]:
    """What the database says, and where in the statement (a number of bytes), if it says so."""
    kind, _, rest = str(error).partition(": ")
    try:
        told = json.loads(rest)
    except ValueError:
        return str(error), None
    return f"{kind}: {told['exception_message']}", told.get("position")


def _failed(message: str, position: str | None, statement: str) -> dict:
    if "max_expression_depth" in message:
        return {"code": "too_deep"}
    failed = {"code": "failed", "about": AWAY.sub("…", message)[:2000]}
    if position is None:
        return failed
    before = statement.encode()[: int(position)].decode(errors="ignore")
    return failed | {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}


def _told(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows, with what no table on a page holds (lists, maps, intervals, bits …) in the database's words."""
    is_held = [str(kind) in HELD or str(kind).startswith("DECIMAL") for kind in relation.types]
    if all(is_held):
        return relation
    columns = enumerate(is_held, start=1)
    return relation.project(", ".join(f"#{at}" if held else f"cast(#{at} as varchar)" for at, held in columns))


def _taken(relation: duckdb.DuckDBPyRelation, names: list[str], limits: dict[str, int]) -> dict:
    """The first rows of the answer under these names, up to so many rows and bytes; says by what it was cut."""
    import pyarrow as pa

    reader = relation.to_arrow_reader(BATCH)
    batches, rows, size, cut = [], 0, 0, ""
    for batch in reader:
        if rows + batch.num_rows > limits["rows"]:
            batch, cut = batch.slice(0, limits["rows"] - rows), "rows"
        if size + batch.nbytes > limits["answer_bytes"]:
            cut = "bytes"
            break
        batches.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if cut:
            break
    return {"table": _plain(pa.Table.from_batches(batches, reader.schema), names), "cut": cut}


def _plain(table: pa.Table, given: list[str]) -> pa.Table:
    """The answer in types that a table on a page can show, each column under a name of its own."""
    names: dict[str, None] = {}  # in their order: thousands of columns are looked through quickly
    for given_name in given:
        name, n = given_name, 2
        while name in names:
            name, n = f"{given_name} ({n})", n + 1
        names[name] = None
    import pyarrow as pa

    return pa.table([_plain_column(column) for column in table.columns], names=list(names))


def _plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_decimal(kind) or pa.types.is_uint64(kind):
        return _numbers(column.to_pylist(), is_whole=pa.types.is_uint64(kind) or kind.scale == 0)
    if pa.types.is_integer(kind):
        return column.cast(pa.int64())
    if pa.types.is_date(kind):
        return column if _python_has(column) else _days(column)
    return column


def _numbers(values: list, *, is_whole: bool) -> pa.Array:
    """Numbers where a table has room for each of them, else their digits as text: rounding would change the last."""
    import pyarrow as pa

    stated = [value for value in values if value is not None]
    if is_whole and all(abs(value) < 2**63 for value in stated):
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    if not is_whole and all(Decimal(repr(float(value))) == value for value in stated):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _python_has(column: pa.ChunkedArray) -> bool:
    """Whether each day lies in the years that Python counts: SQL knows later ones, and infinity."""
    try:
        column.to_pylist()
    except (ValueError, OverflowError):
        return False
    return True


def _days(column: pa.ChunkedArray) -> pa.Array:
    """Days as text, whatever their year."""
    import numpy as np
    import pyarrow as pa

    endless = {2**31 - 1: "infinity", 1 - 2**31: "-infinity"}

    def told(value: int | None) -> str | None:
        return None if value is None else endless.get(value) or str(np.datetime64(value, "D"))

    return pa.array([told(value) for value in column.cast(pa.int32()).to_pylist()], pa.string())


def main() -> int:
    request = json.load(sys.stdin)
    limit_self(request["limits"])
    folder = Path(request["folder"])
    result = answer(request)
    if (table := result.pop("table", None)) is not None:
        import pyarrow as pa

        with pa.OSFile(str(folder / "answer.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    (folder / "answer.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    status = main()
    os._exit(status)  # without the threads of DuckDB, which may still be at work
