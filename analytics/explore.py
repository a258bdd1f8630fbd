"""What an analyst breaks down herself: counts and amounts by any axes, and the rows behind each cell.

A question here takes the names of its axes: `rows` and `columns`, from the files in `sql/axes`. Its totals are worked
out from the rows and never from the cells, so that what stands in two cells counts once.
"""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.errors import QuestionError
from analytics.paging import page_within
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

Names = tuple[str, ...]
PAGE = 25


def _pivot(engine: Engine, name: str, selection: Selection, reader: Reader, rows: Names, columns: Names):
    return answer(engine, f"{name}:{','.join(rows)}/{','.join(columns)}", selection, reader)


def _rows(
    engine: Engine, name: str, selection: Selection, reader: Reader, axes: Names, codes: Names, **page: int | None
) -> pd.DataFrame:
    if len(axes) != len(codes):
        raise QuestionError(
            f"axes and codes: a cell has one code on each axis, and here are {len(axes)} and {len(codes)}."
        )
    return answer(engine, f"{name}:{','.join(axes)}", selection, reader, codes=list(codes), **page)


@question
def pivot_activities(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total: activities, each once however often it stands in the cells."""
    return _pivot(engine, "pivot_activities", selection, reader, rows, columns)


@question
def pivot_people(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total: distinct people, each once however often they took part."""
    return _pivot(engine, "pivot_people", selection, reader, rows, columns)


@question
def pivot_issues(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total: issues as the dialogues listed them."""
    return _pivot(engine, "pivot_issues", selection, reader, rows, columns)


@question
def pivot_records(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total of what sources record: rows, what they add up to, and whether they may.

    `measures` names what is counted (more than one is never added up); `is_told_twice` where one issue is recorded by
    two data sets, which may tell the same events.
    """
    return _pivot(engine, "pivot_records", selection, reader, rows, columns)


@question
def pivot_record_rows(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total, as `pivot_records`, by sex and age too: read row by row, so it takes longer."""
    return _pivot(engine, "pivot_record_rows", selection, reader, rows, columns)


@question
def pivot_money(
    engine: Engine, selection: Selection, reader: Reader, *, rows: Names = (), columns: Names = ()
) -> pd.DataFrame:
    """One row per cell and per total: amounts, and whether they may be added: one currency and one kind alone."""
    return _pivot(engine, "pivot_money", selection, reader, rows, columns)


@question
def rows_of_activities(
    engine: Engine, selection: Selection, reader: Reader, *,
    axes: Names = (), codes: Names = (), skip: int = 0, most: int = PAGE,
) -> pd.DataFrame:  # fmt: skip
    """One row per activity in one cell of a pivot: the cell's `codes` on its `axes`; no axes: all of them."""
    months = months_of_activities(engine, selection, reader, axes=axes, codes=codes)
    return _rows(engine, "rows_of_activities", selection, reader, axes, codes, **page_within(months, skip, most))


@question
def months_of_activities(
    engine: Engine, selection: Selection, reader: Reader, *, axes: Names = (), codes: Names = ()
) -> pd.DataFrame:
    """One row per month in which activities of one cell of a pivot begin; `listed` is how many."""
    return _rows(engine, "months_of_activities", selection, reader, axes, codes)


@question
def rows_of_people(
    engine: Engine, selection: Selection, reader: Reader, *,
    axes: Names = (), codes: Names = (), skip: int = 0, most: int = PAGE,
) -> pd.DataFrame:  # fmt: skip
    """One row per person, known by a number and nothing else, in one cell of a pivot."""
    return _rows(engine, "rows_of_people", selection, reader, axes, codes, skip=skip, most=most)


@question
def rows_of_issues(
    engine: Engine, selection: Selection, reader: Reader, *,
    axes: Names = (), codes: Names = (), skip: int = 0, most: int = PAGE,
) -> pd.DataFrame:  # fmt: skip
    """One row per issue listed, in one cell of a pivot."""
    return _rows(engine, "rows_of_issues", selection, reader, axes, codes, skip=skip, most=most)


@question
def rows_of_records(
    engine: Engine, selection: Selection, reader: Reader, *,
    axes: Names = (), codes: Names = (), skip: int = 0, most: int = PAGE,
) -> pd.DataFrame:  # fmt: skip
    """One row of a source that records an issue, in one cell of a pivot; its file and line."""
    return _rows(engine, "rows_of_records", selection, reader, axes, codes, skip=skip, most=most)


@question
def rows_of_money(
    engine: Engine, selection: Selection, reader: Reader, *,
    axes: Names = (), codes: Names = (), skip: int = 0, most: int = PAGE,
) -> pd.DataFrame:  # fmt: skip
    """One row per amount of money in one cell of a pivot, in its own currency."""
    return _rows(engine, "rows_of_money", selection, reader, axes, codes, skip=skip, most=most)


@question
def axis_names(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per code of an axis, with its name in the reader's language and its place in the order."""
    return answer(engine, "axis_names", selection, reader)
