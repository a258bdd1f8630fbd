"""Asks a question by name; what was asked once in a run is remembered, since a snapshot does not change."""

from functools import cache

import pandas as pd

from analytics.asking import find_question
from analytics.selection import Reader, Selection

EVERYTHING = Selection()
# What questions about one layer of a map are asked about where a test does not say.
USUAL = {
    "issue_type_id": "extortion", "dataset": "extortion-trial", "measure": "cases", "attribute": "population",
    "first": "2019", "second": "2020",
}  # fmt: skip


@cache
def ask(engine, name: str, selection: Selection = EVERYTHING, reader: Reader | None = None, **own) -> pd.DataFrame:
    """The answer; a question about a place is asked about 05120 or, in the tiny country, 05001."""
    question = find_question(name)
    if "place_id" in question.own:
        own = {"place_id": "05001" if is_tiny(engine) else "05120"} | own
    own = {key: value for key, value in USUAL.items() if key in question.own} | own
    return question.ask(engine, selection, reader or Reader(), **own)


def is_tiny(engine) -> bool:
    return list(engine.snapshot.manifest["sources"]) == ["river-doc"]
