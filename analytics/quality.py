"""How far data can be trusted: who has reported, what may stand twice, what is stated, how exactly and how lately.

Each question is asked of what was imported and of the published record alike; a data set is a partnership, an imported
file's own, or what a source records of issues.
"""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def reporting_by_year(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per reporter and year for which it reports: activities that ran in it, rows recorded, forms sent.

    A year without a row was not reported. What is dated in no year stands in a row without a year.
    """
    return answer(engine, "reporting_by_year", selection, reader)


@question
def reported_twice(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per group of activities that may be one and the same, with what is equal; a person decides.

    Equal are the amount, currency, date, funder and implementer; the title and place in two data sets; or the title
    and dates within one.
    """
    return answer(engine, "reported_twice", selection, reader)


@question
def completeness(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per data set and column: of how many rows (`items`) it is stated, and the share of them (0 to 1)."""
    return answer(engine, "completeness", selection, reader)


@question
def place_precision(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per data set and precision of its places: how many, and the share of them (0 to 1)."""
    return answer(engine, "place_precision", selection, reader)


@question
def currencies(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per data set, kind of amount, currency and qualifier, with their sum; currencies are kept apart.

    `not_stated` amounts are in no sum. With a place chosen, amounts of whole programmes are left out.
    """
    return answer(engine, "currencies", selection, reader)


@question
def timeliness(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per data set: its first and last date, and what in it is older than it says."""
    return answer(engine, "timeliness", selection, reader)
