"""The cube: what questions count, added up once when a snapshot is published, as parquet files of the snapshot.

A cell is all the activities that no filter and no answer tells apart: one unit (programme, component, kind,
provenance, what is stated of it …), one set of places, one set of organisations, one first and last month. An activity
is in one cell only, so numbers of activities are added up and never counted twice; the places and organisations of a
set stand in side tables, so distinct counts are exact. Roll-ups leave dimensions out; `work_facts` holds every activity
by its numbers, sorted by place and month, for what no roll-up can tell.

It opens a database of its own, in memory: what it reads is being published, and no warehouse is open on it yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from analytics.statements import HELD_IN_CUBE, SQL, part, statement

ROWS = 20_000  # so many activities or recorded rows, and a snapshot has a cube; fewer are counted as fast as they are
MOST_CELLS = 6_000_000  # a roll-up with more cells is left out, and the sorted rows answer
GROUP = 120_000
# What cells may be told apart by, in the order in which a need of them is written. Division and year are known where
# place and month are: one set of places stands in for all that name the same first-level divisions, and a year is its
# first month.
DIMENSIONS = ("place", "division", "party", "month", "year")
COARSER = {"place": "division", "month": "year"}
FINER = {coarser: finer for finer, coarser in COARSER.items()}
FACTS, ROWS_VIEW = "work_facts", "work_rows"  # every activity by its numbers, and the same in the columns of cells
WHOLE = "cells_place_party_month"  # the cube itself, all its dimensions kept
# The roll-ups, each after the finer one that it is added up from, with the dimensions that it keeps.
ROLL_UPS: dict[str, tuple[str, tuple[str, ...]]] = {
    WHOLE: (ROWS_VIEW, ("place", "party", "month")),
    "cells_place_month": (WHOLE, ("place", "month")),
    "cells_party_month": (WHOLE, ("party", "month")),
    "cells_place_party": (WHOLE, ("place", "party")),
    "cells_place_year": ("cells_place_month", ("place", "year")),
    "cells_division_month": ("cells_place_month", ("division", "month")),
    "cells_division_party_month": (WHOLE, ("division", "party", "month")),
    "cells_division_party_year": ("cells_division_party_month", ("division", "party", "year")),
    "cells_division_year": ("cells_division_month", ("division", "year")),
    "cells_division": ("cells_division_year", ("division",)),
    "cells_place": ("cells_place_month", ("place",)),
    "cells_party": ("cells_party_month", ("party",)),
    "cells_month": ("cells_place_month", ("month",)),
    "cells": ("cells_month", ()),
}
# Of cells_place_month, worked out when a version is opened: small whatever the number of activities, so that a map and
# a period over all places cost little. They tell units apart by their heads alone (see sql/cube/unit_heads.sql).
BY_HEADS = ("unit_heads", "work_in_places", "work_backwards", "work_so_far")
MONEY_IN_ALL = "money_in_all"  # of money_cells, worked out likewise: for what neither time nor place narrows
PERIOD = "cells_of_period"  # the text that picks a period from them
HEADS_FROM = "cells_place_month"
TWINS = ("money_twins", "title_twins")
MONEY = "money_facts"  # every transaction of an activity by its numbers
SIDES = ("work_units", "place_sets", "party_sets", "paid_sets", "given_facts", "money_cells")
ROWS_KEPT = (FACTS, MONEY, *TWINS)  # tables of rows, which may be many
# What indicators count: activities by their first month (or its year) and by their sets, people by what is recorded of
# them, and amounts of money one by one.
RECORD_UNITS, RECORDS_VIEW = "record_units", "record_rows"
COUNTED = (RECORD_UNITS, "place_shares", "contributed_values", "people_cells")
RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "records_place_party_month": (RECORDS_VIEW, ("place", "party", "month")),
    "records_place_month": ("records_place_party_month", ("place", "month")),
    "records_place_party_year": ("records_place_party_month", ("place", "party", "year")),
    "records_place_party": ("records_place_party_year", ("place", "party")),
    "records_place_year": ("records_place_month", ("place", "year")),
    "records_place": ("records_place_year", ("place",)),
}
TABLES = (*HELD_IN_CUBE, *SIDES, *ROLL_UPS, *ROWS_KEPT, *COUNTED, *RECORDS)
COUNTED_ON = ("name_order", "file_no", "row_no")  # of the sorted rows: numbers that mostly go up by one
SPOTS = "activity_id, cast(file_index as integer) as file_no, cast(file_row_number as integer) as row_no"
PARQUET = {"compression": "zstd", "version": "2.6", "data_page_version": "2.0"}
LIMITS = {"threads": 2, "memory_limit": "1200MB", "preserve_insertion_order": True}


def cells_for(dimensions: set[str], rows: dict[str, int]) -> str:
    """The roll-up with fewest rows that tells these dimensions apart; the sorted rows where none does."""
    fit = [name for name, (_, kept) in ROLL_UPS.items() if name in rows and dimensions <= told_by(kept)]
    return min(fit, key=lambda name: (rows[name], name), default=ROWS_VIEW)


def told_by(kept: tuple[str, ...]) -> set[str]:
    """What is known where these dimensions are."""
    return {*kept, *(COARSER[name] for name in kept if name in COARSER)}


def records_for(dimensions: set[str], rows: dict[str, int]) -> str:
    """As `cells_for`, of the record cells: they tell places apart, for that is what many indicators count."""
    wanted = {"place", *dimensions}
    held = [name for name, (_, kept) in RECORDS.items() if name in rows and wanted <= told_by(kept)]
    return min(held, key=lambda name: (rows[name], name), default=RECORDS_VIEW)


def encoding(columns: list[str]) -> dict[str, object]:
    """How the columns of a table are written: what counts on as differences, all else by pyarrow's own lights."""
    if not (own := [name for name in COUNTED_ON if name in columns]):
        return {}
    others = [name for name in columns if name not in own]
    return {"use_dictionary": others, "column_encoding": dict.fromkeys(own, "DELTA_BINARY_PACKED")}


def text(name: str) -> str:
    """A text of the cube's own."""
    return (SQL / "cube" / f"{name}.sql").read_text(encoding="utf-8").strip()


def days_within(path: Path) -> tuple[date, date]:
    """The first and the last day on which activities of a file begin, by its footer; any day, where that is silent."""
    footer = pq.read_metadata(path)
    column = footer.schema.names.index("start_on")
    found = [footer.row_group(i).column(column).statistics for i in range(footer.num_row_groups)]
    days = [day for one in found if one and one.has_min_max for day in (one.min, one.max)]
    return (min(days), max(days)) if days and all(found) else (date.min, date.max)


class Builder:
    """Makes the files of a cube in `folder`, each named `cube.<table><suffix>.parquet`."""

    def __init__(self, folder: Path, suffix: str, note: Callable[[str, int], str]) -> None:
        self._folder, self._suffix, self._note = folder, suffix, note
        self._scratch = folder / ".cube"
        self._connection = duckdb.connect(":memory:", config=LIMITS | {"temp_directory": str(self._scratch)})
        self.files: dict[str, list[str]] = {}

    def path(self, name: str) -> Path:
        """The file of a table that was written."""
        return self._folder / self.files[name][0]

    def hold_view(self, name: str, sql: str) -> None:
        """What a text selects, worked out whenever it is read."""
        self._connection.sql(sql).create_view(name)

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def view(self, name: str, paths: list[Path] | tuple[Path, ...]) -> None:
        """A table of the snapshot, to be read."""
        self._connection.read_parquet([str(path) for path in paths], hive_partitioning=False).create_view(name)

    def view_spots(self, name: str, paths: list[Path]) -> None:
        """Where each activity stands: in which of the files of its table, and in which row of it, both from 0."""
        rows = self._connection.read_parquet([str(path) for path in paths], hive_partitioning=False)
        rows.project(SPOTS).create_view(name)

    def hold(self, name: str, sql: str) -> None:
        """A table of what a text selects, to be read by what comes later."""
        self._connection.execute(f"create table {name} as {sql}").fetchall()

    def write(self, name: str, sql: str, **params: object) -> None:
        """Writes what a text selects as the file of table `name`."""
        with self._connection.cursor() as cursor:
            self._write(name, cursor.sql(sql, params=params))

    def write_held(self, name: str) -> None:
        """Writes a table that is held, in the order of its columns, so that the same rows give the same file."""
        with self._connection.cursor() as cursor:
            self._write(name, cursor.table(name).order("all"))

    def roll_up(self, name: str, source: str, kept: tuple[str, ...]) -> None:
        """Writes the cells of `source` (a finer roll-up, or the sorted rows) added up to fewer dimensions.

        Left out where the sorted rows fall into more cells than are held, by an estimate that costs one look at them.
        """
        own, estimate = ("records", "record_estimate") if name in RECORDS else ("cells", "cell_estimate")

        def asked(sql: str, kept: Collection[str] = kept) -> dict[str, bool]:
            return {f"by_{one}": one in kept for one in DIMENSIONS if f"$by_{one}" in sql}

        if source in (ROWS_VIEW, RECORDS_VIEW):
            # the sorted rows know places and months alone: of divisions and years there are no more than of those
            known = kept if name in RECORDS else {FINER.get(one, one) for one in kept}
            ((cells,),) = self._connection.execute(text(estimate), asked(text(estimate), known)).fetchall()
            if cells > MOST_CELLS:
                return
        self._connection.table(source).create_view("finer", replace=True)
        self.write(name, text(own), **asked(text(own)))
        self.view(name, [self.path(name)])

    def _write(self, name: str, rows: duckdb.DuckDBPyRelation) -> None:
        file, count = f"cube.{name}{self._suffix}.parquet", 0
        reader = rows.to_arrow_reader(GROUP)
        written = PARQUET | encoding(reader.schema.names)
        with pq.ParquetWriter(self._folder / file, reader.schema, **written) as writer:
            for batch in reader:
                if batch.num_rows:
                    writer.write_batch(batch, row_group_size=GROUP)
                count += batch.num_rows
        self.files[name] = [self._note(file, count)]


def build(builder: Builder, tables: dict[str, list[Path]]) -> dict[str, list[str]]:
    """The cube of a snapshot's tables, less what of it is among them already: the files of each of its tables."""
    for name, paths in tables.items():
        builder.view(name, paths)
    for name in (name for name in HELD_IN_CUBE if name not in (*SIDES, *tables)):
        builder.hold(name, statement(part(name)))
        builder.write_held(name)
    if FACTS not in tables:
        builder.view_spots("activity_spots", tables["activities"])
        _number(builder)
    for name in ("money_cells", "money_twins"):
        builder.write(name, text(name))
    builder.hold_view(ROWS_VIEW, text(ROWS_VIEW))
    builder.hold("divided_sets", text("divided_sets"))
    for name, (finer, kept) in ROLL_UPS.items():
        builder.roll_up(name, finer if finer in builder.files else ROWS_VIEW, kept)
    _count(builder)
    return builder.files


def _count(builder: Builder) -> None:
    """Adds up what indicators count."""
    for name in ("people", "people_at", RECORD_UNITS):
        builder.hold(name, text(name))
    builder.write_held(RECORD_UNITS)
    builder.hold_view(RECORDS_VIEW, text(RECORDS_VIEW))
    for name in (name for name in COUNTED if name != RECORD_UNITS):
        builder.write(name, text(name))
    for name, (finer, kept) in RECORDS.items():
        builder.roll_up(name, finer if finer in builder.files else RECORDS_VIEW, kept)


def _number(builder: Builder) -> None:
    """Numbers what activities are, their sets of places and of organisations, and so the activities."""
    builder.hold("described", statement(text("described")))
    for name in ("place_set_keys", "party_set_keys", "work_units"):
        builder.hold(name, text(name))
    builder.write_held("work_units")
    for name in ("place_sets", "party_sets"):
        builder.write(name, text(name))
        builder.view(name, [builder.path(name)])
    for name in ("numbered", "paid_of", "paid_set_keys", "titled"):
        builder.hold(name, text(name))
    for name in ("paid_sets", MONEY, "given_facts", "title_twins", FACTS):
        builder.write(name, text(name))
        builder.view(name, [builder.path(name)])


def add(
    folder: Path,
    files: dict[str, dict],
    whole: dict[str, list[str]],
    shared: dict[str, list[str]],
    note: Callable[[str, int], str],
) -> None:
    """Adds the cube to a snapshot that is being written to `folder`, where it has many rows (`ROWS`).

    One cube of all rows; one of those for roles other than the analyst, where they may read others.
    """
    if max(sum(files[file]["rows"] for file in whole[name]) for name in ("activities", "issue_records")) < ROWS:
        return

    def built(tables: dict[str, list[str]], suffix: str) -> dict[str, list[str]]:
        with Builder(folder, suffix, note) as builder:
            return build(builder, {name: [folder / file for file in own] for name, own in tables.items()})

    def hashes(names: list[str]) -> list[str]:
        return [files[name]["sha256"] for name in names]

    seen = whole | shared
    of_all = built(whole, "")
    is_same = all(hashes(seen[name]) == hashes(whole[name]) for name in seen)
    whole |= of_all
    shared |= of_all if is_same else built(seen, ".shared")
