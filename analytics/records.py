"""What sources record of issues, row by row or counted, beside where activities are recorded."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def recorded_issues(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type, data set and measure: its rows, what they add up to, municipalities and years.

    `not_stated` rows have no count; they are not zero. Counts of different measures are never added up.
    """
    return answer(engine, "recorded_issues", selection, reader)


@question
def recorded_by_year(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type, data set, measure and year; `is_partial` where the source ends within the year."""
    return answer(engine, "recorded_by_year", selection, reader)


@question
def recorded_without_activity(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per municipality, issue type, data set and measure, where no activity is recorded at municipality level.

    `department_activities` are placed in its department as a whole. Activities of any time and partnership count:
    the filters narrow what is recorded, never what was done. No activity recorded is not no response.
    """
    return answer(engine, "recorded_without_activity", selection, reader)


@question
def recorded_places(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row: municipalities with something recorded, and those of them with no activity recorded there.

    No row where nothing is recorded in any municipality.
    """
    return answer(engine, "recorded_places", selection, reader)
