"""What layers of a map measure, by place and step of time: the questions behind every frame (`analytics/mapped.py`).

`level` is municipality, department or country; `steps` is all, year, quarter or month. Sums go up from places to the
areas that they lie in; a rate is never summed, its numerator and denominator are.
"""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def map_places(
    engine: Engine, selection: Selection, reader: Reader, *, level: str = "municipality", country: str = ""
) -> pd.DataFrame:
    """One row per place of a level in a country (every country where it is empty), with its point, unfiltered."""
    return answer(engine, "map_places", selection, reader, level=_one(level), country=_one(country))


@question
def map_records(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str,
    level: str = "municipality", steps: str = "year",
) -> pd.DataFrame:  # fmt: skip
    """One row per place and step with something recorded of an issue in one data set and measure.

    Rows placed no finer than above the level have no `area_id` but a `coarser_id`, or neither where they state no
    place; rows that reach beyond one step have no `step_key`. `total` is empty where no row states a count.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure}
    return answer(engine, "map_records", selection, reader, level=_one(level), steps=_one(steps), **own)


@question
def map_twice(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str
) -> pd.DataFrame:
    """One row per place and period stated more than once by a source that states one value for each.

    The rule is the import's (`place_repeated`): where more than one row in twenty repeats a place, period and category,
    the source holds events or a breakdown, and its rows are added up; otherwise which row holds is not known.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure}
    return answer(engine, "map_twice", selection, reader, **own)


@question
def map_issue_types(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type, with its name and how sensitive it is."""
    return answer(engine, "map_issue_types", selection, reader)


@question
def map_attributes(
    engine: Engine, selection: Selection, reader: Reader, *, attribute: str, level: str = "municipality"
) -> pd.DataFrame:
    """One row per place of a level and year: what is known of it, such as its population (areas and sexes added up)."""
    return answer(engine, "map_attributes", selection, reader, attribute=attribute, level=_one(level))


def _one(value: str | tuple[str, ...]) -> str:
    """A parameter with a default, as a page gives it or as the command line does (one of a list)."""
    return value if isinstance(value, str) else value[0]
