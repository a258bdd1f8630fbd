"""What the partnerships did: bands, headline figures, the timeline, and what the documents leave open."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def partnership_bands(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per partnership with a programme in the selection: who, when, how many programmes.

    Dates are empty where no programme of the partnership states them.
    """
    return answer(engine, "partnership_bands", selection, reader)


@question
def published_results(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per figure that a document states: a count of something, or an amount of money.

    `value` is in `unit` (or `currency`); `qualifier` belongs to it. Figures told in words only are left out, and with a
    place chosen also those that no document states for a place inside it.
    """
    return answer(engine, "published_results", selection, reader)


@question
def timeline(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per programme, and per activity, with its dates as stated; `dates` says how far they are."""
    return answer(engine, "timeline", selection, reader)


@question
def not_stated(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per thing that the documents leave open; `gap` names its kind.

    `value` counts what the gap concerns, where it counts something.
    """
    return answer(engine, "not_stated", selection, reader)


@question
def totals(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row: how many programmes, countries, departments, municipalities and issues the selection holds.

    Departments are those of Colombia; a department counts whether or not its places are named.
    """
    return answer(engine, "totals", selection, reader)


@question
def activity_rows(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per activity in the selection; `stated_count` is the number that the document gives for a series."""
    return answer(engine, "activity_rows", selection, reader)


@question
def activities_by_year(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per imported data set and year: the activities that ran in it; without a year, those without a date."""
    return answer(engine, "activities_by_year", selection, reader)
