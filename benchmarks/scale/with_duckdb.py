"""Plain DuckDB: hand-written SQL for each question, over parquet files in no order, or over tables in memory.

Only the filters that a selection has are written into the statement, as somebody would who writes it for this question.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics.selection import Selection
from benchmarks.scale.asked import REPRESENTATIVE, one
from benchmarks.scale.loads import SMALL, SQL, TABLES

PLACES = "and here.place_id in (select place_id from places where place_id = $place or department_id = $place)"
PARTIES = "and role.organisation_id in (select organisation_id from organisations where sector = $sector)"


@cache
def _filters() -> dict[str, str]:
    blocks = re.split(r"^-- filter: *", (SQL / "asked" / "filters.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: " ".join(lines) for name, *lines in (block.strip().splitlines() for block in blocks[1:])}


class Engine:
    """The questions of plain DuckDB."""

    keeps = "nothing but the files' footers; the machine keeps the files themselves in its cache"

    def __init__(self, folder: Path, *, is_in_memory: bool = False) -> None:
        self._connection = duckdb.connect(config={"threads": 2})
        for name in (*TABLES, *SMALL):
            relation = self._connection.read_parquet(str(folder / f"{name}.parquet"))
            relation.create(name) if is_in_memory else relation.create_view(name)
        self._connection.execute("set parquet_metadata_cache = true")
        if is_in_memory:
            self.keeps = "all columns of all tables"
        self._span = self._connection.table("programmes").fetchall()[0][1:]

    def answer(self, question: str, selection: Selection) -> pa.Table:
        """The answer, as DuckDB gives it."""
        sql, params = self._written(question, selection)
        return self._connection.sql(sql, params=params).to_arrow_table()

    def _written(self, question: str, selection: Selection) -> tuple[str, dict[str, object]]:
        active = selection.active()
        given = {name: one(selection, name) for name in active if name != "period"}
        if "period" in active:
            bounds = selection.parameters()
            given |= {"period_from": bounds["period_from"], "period_to": bounds["period_to"]}
            given |= dict(zip(("span_from", "span_to"), self._span, strict=True))
        filters = _filters()
        every = "".join(f" and {filters[name]}" for name in active)
        # rows of chosen places are rows of chosen activities: the filter of place need not be asked twice
        others = " and ".join(filters[name] for name in active if name != "place")
        marks = {
            "activities": every,
            "places": PLACES if "place" in active else "",
            "parties": PARTIES if "sector" in active else "",
            "among": f"and here.activity_no in (select activity_no from activities as activity where {others})"
            if others else "",
            "paid": f"and paid.activity_no in (select activity_no from activities as activity where true {every})"
            if every else "",
        }  # fmt: skip
        sql = (SQL / "asked" / f"{question}.sql").read_text(encoding="utf-8")
        for name, text in marks.items():
            sql = sql.replace(f"/*{name}*/", text)
        return sql, {name: value for name, value in given.items() if f"${name}" in sql}

    def rows(self, question: str, answer: pa.Table) -> list[tuple]:
        """The answer as tuples."""
        if question == "figures":
            (row,) = answer.to_pylist()
            return [(row["activities"], tuple(row["municipalities"] or ()))]
        return [tuple(row[name] for name in REPRESENTATIVE[question]) for row in answer.to_pylist()]
