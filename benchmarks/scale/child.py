"""One engine in a process of its own: `python -m benchmarks.scale.child ENGINE FOLDER [--pages]`; writes JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "2"  # before polars is imported

from analytics.errors import QuestionError
from analytics.selection import Selection
from benchmarks.scale.asked import REPRESENTATIVE, SELECTIONS, WITHOUT_CUBE
from benchmarks.scale.loads import stated_places
from benchmarks.scale.timing import peak_mb, resident_mb, timed

SLOW_MS = 3000  # what takes longer is asked once
# the module of each engine, and what it is made with
ENGINES: dict[str, tuple[str, dict[str, bool]]] = {
    "cube": ("ours", {}),
    "sql": ("ours", {"is_arrays": False}),
    "rows": ("ours", {"is_cube": False}),
    "duckdb": ("with_duckdb", {}),
    "duckdb_memory": ("with_duckdb", {"is_in_memory": True}),
    "pandas": ("with_pandas", {}),
    "polars": ("with_polars", {}),
}


def representative(engine, selections) -> dict:
    """Milliseconds and rows of each representative question under each selection; none where it took too long."""
    found: dict[str, dict] = {}
    for name, selection in selections.items():
        for question in REPRESENTATIVE:
            own = found.setdefault(question, {})
            try:
                own[name] = _asked(engine, question, selection)
            except QuestionError:  # ours alone: what takes more than three seconds is ended
                own[name] = {"rows": None, "new": [None], "again": [None]}
    return found


def _asked(engine, question: str, selection: Selection) -> dict:
    answers: list[object] = []

    def call() -> None:
        answers[:] = [engine.answer(question, selection)]

    if hasattr(engine, "forget"):
        call()  # tables are read before the clock starts, as the other engines' are
        engine.forget()
    new = timed(call, least=1, most=1)
    again = timed(call) if new[0] < SLOW_MS else new
    return {"rows": engine.rows(question, answers[0]), "new": new, "again": again}


def with_stated(found: dict, folder: Path) -> None:
    """The figures of an engine that lists municipalities, as a number with those that the programme states."""
    for name, own in found["figures"].items():
        ((activities, towns),) = own["rows"]
        own["rows"] = [(activities, len({*towns, *stated_places(folder, SELECTIONS[name])}))]


def plain(value: object) -> object:
    """What JSON has no word for: numbers of numpy, dates, lists of either."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", action="store_true", help="every question of every page instead")
    asked = parser.parse_args()
    module_name, made_with = ENGINES[asked.engine]
    module = importlib.import_module(f"benchmarks.scale.{module_name}")
    before, start = resident_mb(), time.perf_counter()
    engine = module.Engine(asked.folder, **made_with)
    about = {
        "keeps": engine.keeps,
        "ready_s": time.perf_counter() - start,
        "before_mb": before,
        "held_mb": resident_mb(),
    }
    is_cube = asked.engine == "cube"
    chosen = SELECTIONS if asked.engine != "rows" else {name: SELECTIONS[name] for name in WITHOUT_CUBE}
    if asked.pages:
        about |= module.pages(engine, chosen, is_cube=is_cube)
    else:
        about |= {"questions": representative(engine, chosen), "peak_mb": peak_mb()}
        if module_name != "ours":
            with_stated(about["questions"], asked.folder)
    json.dump(about, sys.stdout, default=plain)


if __name__ == "__main__":
    main()
