"""Answers as tables: columns of numbers, words and days from arrays; and which questions have a text here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import pandas as pd

from analytics import arrays
from analytics.answers import frame_of_columns
from analytics.arrays.chosen import Chosen, UnansweredError
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Table

Columns = dict[str, np.ndarray]
TEXTS: dict[str, Callable[..., Columns]] = {}


@cache
def texts() -> dict[str, Callable[..., Columns]]:
    """The texts of questions by name."""
    for module in pkgutil.iter_modules(arrays.__path__):
        importlib.import_module(f"{arrays.__name__}.{module.name}")
    return TEXTS


def answers(make: Callable[..., Columns]) -> Callable[..., Columns]:
    """Enters a function as the text of the question of its name: its columns, in order, as the `.sql` has them.

    Objects are words and days (None: missing), whole numbers with a mask have missing ones, doubles have `nan`.
    """
    TEXTS[make.__name__] = make
    return make


def answer(name: str, chosen: Chosen, own: dict[str, object]) -> pd.DataFrame | None:
    """The answer of a question for a selection and its own parameters; none where arrays do not tell it.

    Parameters that it does not use are left out; where it lacks one, the database says so.
    """
    names = parameters(name)
    if not own.keys() >= names:
        return None
    try:
        return frame_of_columns(texts()[name](chosen, **{one: own[one] for one in names}))
    except UnansweredError:
        return None


@cache
def parameters(name: str) -> frozenset[str]:
    """The parameters of a question's own that its text takes."""
    return frozenset(inspect.signature(texts()[name]).parameters) - {"chosen"}


def words(table: Table, column: str, chosen: Chosen) -> np.ndarray:
    """A column of words in the reader's language."""
    return table[f"{column}_{'es' if chosen.params['lang'] == 'es' else 'en'}"]


def lang_of(chosen: Chosen) -> str:
    """The reader's language: words are in these two."""
    return "es" if chosen.params["lang"] == "es" else "en"


def picked(columns: Columns, rows: np.ndarray) -> Columns:
    """These rows of a table (numbers or a mask)."""
    return {name: values[rows] for name, values in columns.items()}


def taken(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The words of these rows; None where there is no row (-1)."""
    return np.append(values, [None])[rows]


def days(numbers: np.ndarray) -> np.ndarray:
    """Days since 1970 as days of the calendar; None where there is none."""
    found = numbers.astype("datetime64[D]").astype(object)
    found[numbers == NONE] = None
    return found


def whole(numbers: np.ndarray, is_missing: np.ndarray | None = None) -> np.ndarray:
    """Whole numbers, some of which are missing (else those that are `NONE`)."""
    is_missing = numbers == NONE if is_missing is None else is_missing
    return np.ma.array(np.asarray(numbers, dtype=np.int64), mask=is_missing)


def numbered(values: np.ndarray) -> np.ndarray:
    """A column of whole numbers as a table has it, of which some may be missing."""
    return np.ma.array(values, mask=values == NONE)


def yes_or_no(values: np.ndarray) -> np.ndarray:
    """A column of yes or no as a table has it, of which some may be missing."""
    if values.dtype == bool:
        return values
    is_missing = np.array([one is None for one in values.tolist()], dtype=bool)
    return np.ma.array(np.where(is_missing, False, values).astype(bool), mask=is_missing)


def column(values: Iterable[object]) -> np.ndarray:
    """Plain objects as a column."""
    values = list(values)
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def cited(groups: Iterable[Iterable[str | None]]) -> np.ndarray:
    """What each row rests on: its references once each, in order; None where there is none."""
    return column(" ".join(sorted({one for one in group if one is not None})) or None for group in groups)


def prefixed(prefix: str, codes: np.ndarray) -> np.ndarray:
    """References to the rows of a table by their codes; None where there is none."""
    return column(None if code is None else f"{prefix}:{code}" for code in codes.tolist())


def cited_by(groups: Groups, references: np.ndarray) -> np.ndarray:
    """What each group rests on: the references of its rows once each, in order; None where there is none."""
    found = np.empty(groups.count, dtype=object)
    many = groups.rows()[groups.of] > 1
    found[groups.of[~many]] = references[~many]
    among: dict[int, set[str]] = {}
    for group, one in zip(groups.of[many].tolist(), references[many].tolist(), strict=True):
        among.setdefault(group, set()).add(one)
    for group, own in among.items():
        found[group] = " ".join(sorted(own - {None})) or None
    return found
