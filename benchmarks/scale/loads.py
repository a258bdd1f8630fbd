"""The activities that are asked about: a load, and the same rows as plain tables in no order, for the alternatives.

The plain tables are kinder than what a load's tables would be to any engine: only the columns that the questions
need, and a whole number in place of each activity's long id. They are written by DuckDB with its own defaults
(snappy, 122,880 rows a group), each in a random order of its own.
"""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from analytics import cube
from analytics.sample.publishing import publish_load
from analytics.selection import Selection
from analytics.snapshots import Snapshot, open_current

SQL = Path(__file__).parent / "sql"
TABLES = ("activities", "activity_places", "activity_organisations", "transactions")
SMALL = ("places", "organisations", "programmes", "programme_places")


def opened(folder: Path, total: int) -> tuple[Snapshot, float | None]:
    """The load of so many activities in `folder`, made where there is none; and how many seconds that took."""
    if (folder / "current").is_file():
        return open_current(folder), None
    start = time.perf_counter()
    return publish_load(total, store=folder, progress=lambda line: print(line, flush=True)), time.perf_counter() - start


def write_plain(snapshot: Snapshot, folder: Path) -> None:
    """The plain tables of a load."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": 2, "temp_directory": str(folder / ".sorting")}) as connection:
        for name in (*TABLES, *SMALL):
            files = [str(path) for path in snapshot.tables("analyst")[name]]
            connection.read_parquet(files, hive_partitioning=False).create_view(name)
        for name in (*TABLES, *SMALL):
            target = folder / f"{name}.parquet"
            if not target.is_file():
                select = (SQL / "plain" / f"{name}.sql").read_text(encoding="utf-8").rstrip()
                connection.execute(f"copy ({select}) to '{target}' (format parquet)")


def stated_places(folder: Path, selection: Selection) -> set[str]:
    """The municipalities that the programme itself states, which our figures count beside those of its activities.

    It states no organisations, so it passes no filter of a sector.
    """
    if selection.sector:
        return set()
    select = (SQL / "asked" / "stated_places.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        for name in ("places", "programme_places"):
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        return {code for (code,) in connection.execute(select, {"places": list(selection.place)}).fetchall()}


def cube_size(snapshot: Snapshot) -> dict[str, tuple[int, int]]:
    """Rows and bytes of each table of the cube, as files; the sorted rows among them."""
    files, noted = snapshot.tables("analyst"), snapshot.manifest["files"]
    return {
        name: (sum(noted[path.name]["rows"] for path in files[name]), sum(path.stat().st_size for path in files[name]))
        for name in cube.TABLES
        if name in files
    }


def rebuilt_seconds(snapshot: Snapshot, folder: Path) -> float:
    """How long the cube takes to build from the tables and the sorted rows, which a load writes as it goes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = snapshot.tables("analyst")
    given = {name: list(paths) for name, paths in files.items() if not paths[0].name.startswith("cube.")}
    start = time.perf_counter()
    with cube.Builder(folder, "", lambda file, _: file) as builder:
        cube.build(builder, given)
    return time.perf_counter() - start
