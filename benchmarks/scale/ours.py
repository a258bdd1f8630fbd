"""Our own engine: the representative questions as the app asks them, and every question of every page.

A selection is new when a filter was moved: the page was open under another selection, and this one was never asked
about. `forget` sees to that. Without the cube the limits of time and memory are lifted, so that there is something to
compare.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from pathlib import Path

import pandas as pd

from analytics import warehouse
from analytics.asking import find_question
from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.statements import HELD, SQL, has_cube, used_in_all
from benchmarks.scale.asked import PAGES, REPRESENTATIVE, SELECTIONS, TOP, Asked
from benchmarks.scale.timing import peak_mb, resident_mb

UNLIMITED = {"max_execution_time": "120000", "memory_limit": "12GB", "max_temp_directory_size": "20GB"}
PASSES, ENOUGH_S = 5, 2.0
BEFORE = (SELECTIONS["a period"], SELECTIONS["everything"])  # what a reader saw before moving a filter


class Engine:
    """Our questions, from the cube where that is asked."""

    keeps = "the cube"

    def __init__(self, folder: Path, *, is_cube: bool = True, is_arrays: bool = True) -> None:
        if not is_cube:
            warehouse.LIMITS |= UNLIMITED
            self.keeps = "small tables"
        self._house = warehouse.Warehouse(open_current(folder), is_cube=is_cube, is_arrays=is_arrays)
        self.ask("axis_names", Selection())

    def ask(self, name: str, selection: Selection, **own: object) -> pd.DataFrame:
        """The answer of one of our questions."""
        return find_question(name).ask(self._house, selection, Reader(), **own)

    def forget(self, asked: tuple[Asked, ...] = (), selection: Selection | None = None) -> None:
        """Forgets all that was asked; then a reader opens the page under another selection than this one."""
        self._house.forget()
        if selection is not None:
            self.page(asked, BEFORE[selection == BEFORE[0]])

    def answer(self, question: str, selection: Selection) -> pd.DataFrame:
        """The answer of a representative question, by our question that shows it."""
        if question == "figures":
            return self.ask("totals", selection)[list(REPRESENTATIVE[question])]
        if question in ("by_municipality", "top_places"):
            found = self.ask("map_points", selection)
            found = found[found["activities"] > 0]
            if question == "top_places":
                found = found.sort_values(["activities", "place_id"], ascending=[False, True]).head(TOP)
            return found
        if question == "by_department":
            found = self.ask("map_activities", selection, level="department")
            return found[found["area_id"].notna()].rename(columns={"area_id": "department_id"})
        if question == "by_month":
            found = self.ask("pivot_activities", selection, rows=("month",))
            found = found[~found["over_rows"] & found["row_1"].ne("")].rename(columns={"row_1": "month"})
            return found.sort_values("month")
        if question == "by_component_and_year":
            found = self.ask("pivot_activities", selection, rows=("component",), columns=("year",))
            found = found[~found["over_rows"] & ~found["over_columns"] & found["column_1"].ne("")]
            found = found.rename(columns={"row_1": "component_id", "column_1": "year"}).astype({"year": int})
            return found.sort_values(["component_id", "year"])
        if question == "partners":
            return self.ask("organisation_activities", selection)
        found = self.ask("currencies", selection).rename(columns={"money_kind": "kind"})
        return found[found["kind"].eq("disbursed")]

    def rows(self, question: str, answer: pd.DataFrame) -> list[tuple]:
        """The answer as tuples."""
        return [tuple(row) for row in answer[list(REPRESENTATIVE[question])].itertuples(index=False)]

    def page(self, asked: tuple[Asked, ...], selection: Selection) -> dict[str, float | None]:
        """Milliseconds of each question of a page, asked in turn; none where there was no answer in time."""
        took: dict[str, float | None] = {}
        for one in asked:
            start = time.perf_counter()
            took[one.label] = None
            with contextlib.suppress(QuestionError):
                self.ask(one.name, selection, **one.own)
                took[one.label] = (time.perf_counter() - start) * 1000
        return took

    def passes(self, asked: tuple[Asked, ...], selection: Selection, *, is_new: bool) -> dict[str, list[float | None]]:
        """A page asked several times over: what each question took each time."""
        found: dict[str, list[float | None]] = defaultdict(list)
        start = time.perf_counter()
        for _ in range(PASSES):
            if is_new:
                self.forget(asked, selection)
            for label, took in self.page(asked, selection).items():
                found[label].append(took)
            if time.perf_counter() - start > ENOUGH_S:
                break
        return dict(found)


def pages(engine: Engine, selections: dict[str, Selection], *, is_cube: bool) -> dict:
    """Every page under every selection, new and again; without the cube new alone, and what the cube can answer."""
    found: dict[str, dict] = {}
    for page, asked in PAGES.items():
        own = tuple(one for one in asked if is_cube or of_cube(one))
        for name, selection in selections.items():
            if own and (page != "Filters" or name == "everything"):
                ways = ("new", "again") if is_cube else ("new",)
                times = {way: engine.passes(own, selection, is_new=way == "new") for way in ways}
                found.setdefault(page, {})[name] = times
    return {"pages": found, "resident_mb": resident_mb(), "peak_mb": peak_mb()}


def of_cube(one: Asked) -> bool:
    """Whether a question has parts that the cube answers."""
    text = (SQL / f"{one.name}.sql").read_text(encoding="utf-8")
    return any(map(has_cube, used_in_all(text, HELD, is_cube=True)))
