"""What maps draw: areas, points, and the named regions that are told and not drawn."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

LEADING = 0.95  # the share of what is placed that must lie in one country for a map to begin there


def leading_country(*placed: pd.DataFrame) -> str | None:
    """The country in which nearly all of these places and areas lie; None where none leads."""
    columns = [rows[["country_code", rows.columns[0]]].set_axis(["country", "place"], axis=1) for rows in placed]
    counts = pd.concat(columns).drop_duplicates()["country"].value_counts(normalize=True)
    return counts.index[0] if len(counts) and counts.iloc[0] >= LEADING else None


@question
def map_areas(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per country and first-level division, and partnership present in it; `how` says how exactly."""
    return answer(engine, "map_areas", selection, reader)


@question
def map_points(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per municipality or city, and partnership, with its activities and listed issues."""
    return answer(engine, "map_points", selection, reader)


@question
def map_regions(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per named region without a boundary, and programme."""
    return answer(engine, "map_regions", selection, reader)


@question
def programme_departments(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per programme and department of Colombia; `is_shared` where another programme is there too."""
    return answer(engine, "programme_departments", selection, reader)


@question
def municipalities_by_department(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per department of Colombia with municipalities that a programme names."""
    return answer(engine, "municipalities_by_department", selection, reader)
