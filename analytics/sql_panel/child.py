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
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
BATCH = 512  # rows taken from DuckDB at a time
ODD = ("decimal", "list", "struct", "map", "interval", "binary", "large_binary", "time64", "union", "dictionary")
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
            "autoinstall_known_extensions": "false",
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
            is_syntax = tree.get("error_type") == "parser"
            return {"code": "failed" if is_syntax else "not_one_select", "about": _without_paths(tree["error_message"])}
        if found := refusal(tree, tables):
            return {"code": found.code, "about": found.about}
        names = used_tables(tree, tables)
        needed = {name for view in names & set(request["views"]) for name in request["needs"][view]}
        open_views(connection, request, names | needed)
        return _taken(connection.sql(statement), request["limits"])
    except duckdb.InterruptException:
        return {"code": "took_too_long"}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"code": "too_much_memory"}
    except RecursionError:
        return {"code": "too_deep"}
    except duckdb.Error as error:
        return {"code": "failed", "about": _without_paths(str(error))}


def _without_paths(message: str) -> str:
    return AWAY.sub("…", message)[:2000]


def _taken(relation: duckdb.DuckDBPyRelation, limits: dict[str, int]) -> dict:
    """The first rows of the answer, up to so many rows and bytes; says by what it was cut."""
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
    return {"table": _plain(pa.Table.from_batches(batches, reader.schema)), "cut": cut}


def _plain(table: pa.Table) -> pa.Table:
    """The answer in types that a table on a page can show, each column under a name of its own."""
    columns, names = [], []
    for at, field in enumerate(table.schema):
        name, n = field.name, 2
        while name in names:
            name, n = f"{field.name} ({n})", n + 1
        names.append(name)
        columns.append(_plain_column(table.column(at)))
    import pyarrow as pa

    return pa.table(columns, names=names)


def _plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_decimal(kind):
        values = column.to_pylist()
        if kind.scale == 0 and all(v is None or abs(v) < 2**63 for v in values):
            return pa.array([None if v is None else int(v) for v in values], pa.int64())
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    if pa.types.is_integer(kind):
        return column.cast(pa.int64()) if not pa.types.is_uint64(kind) else _unsigned(column)
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_date(kind):
        return column if _python_has(column) else _instants(column)
    if pa.types.is_timestamp(kind) and not _python_has(column):
        return _instants(column)
    if str(kind).startswith(ODD) or pa.types.is_timestamp(kind) or pa.types.is_duration(kind):
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())
    return column


def _unsigned(column: pa.ChunkedArray) -> pa.Array:
    """Whole numbers where a table has room for them, else their digits as text: a fraction would change the last."""
    import pyarrow as pa

    values = column.to_pylist()
    if all(value is None or value < 2**63 for value in values):
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _python_has(column: pa.ChunkedArray) -> bool:
    """Whether each day or moment lies in the years that Python counts: SQL knows later ones, and infinity."""
    try:
        column.to_pylist()
    except (ValueError, OverflowError):
        return False
    return True


def _instants(column: pa.ChunkedArray) -> pa.Array:
    """Days and moments as text, whatever their year."""
    import numpy as np
    import pyarrow as pa

    is_day = pa.types.is_date(column.type)
    whole, unit = (pa.int32(), "D") if is_day else (pa.int64(), column.type.unit)
    most = 2 ** (31 if is_day else 63) - 1
    endless = {most: "infinity", -most: "-infinity"}

    def told(value: int | None) -> str | None:
        if value is None:
            return None
        return endless.get(value) or str(np.datetime64(value, unit)).replace("T", " ").removesuffix(".000000")

    return pa.array([told(value) for value in column.cast(whole).to_pylist()], pa.string())


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
