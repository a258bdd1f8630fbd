"""The questions in a notebook or a script: `from analytics import open_workspace`."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from numbers import Integral
from typing import TYPE_CHECKING

import pandas as pd

from analytics import choices
from analytics.asking import all_questions, find_question, takes_many
from analytics.errors import QuestionError, UseError
from analytics.illustrative import marked_rows
from analytics.opening import published
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.snapshots import Snapshot
from analytics.warehouse import Warehouse

if TYPE_CHECKING:
    import geopandas as gpd

FILTERS = tuple(field.name for field in fields(Selection))


class OpenWorkspace:
    """A data set, open to read: each question is a method, and its answer a pandas DataFrame.

    Filters are keywords (`place="13"`, `place=["05", "13"]`, `period=("2020-10", "2021-11")`), and so are `lang` and
    `role`. A code that the data does not know is an error, never an empty table.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._warehouse, self._is_closed = Warehouse(snapshot), False

    @property
    def version(self) -> str:
        """The version of the data, such as `cae52a4b7fbe`: the same version gives the same answers."""
        return self._warehouse.snapshot.id

    def questions(self) -> pd.DataFrame:
        """One row per question: its name, what a row of its answer is, the parameters of its own."""
        rows = [(name, question.grain, ", ".join(question.own)) for name, question in all_questions().items()]
        return pd.DataFrame(rows, columns=["question", "about", "parameters"])

    def ask(
        self, name: str, *, lang: str = "en", role: str = "analyst", **given: str | int | Iterable[str]
    ) -> pd.DataFrame:
        """The answer of a question by its name."""
        if self._is_closed:
            raise QuestionError("This data set was closed. Open it again: open_workspace(…).")
        question = find_question(name)
        if strange := [key for key in given if key not in (*FILTERS, *question.own)]:
            known = ", ".join((*question.own, *FILTERS, "lang", "role"))
            raise QuestionError(f"{name} takes no {', '.join(strange)}. It takes {known}.")
        selection = Selection.of({key: _codes(key, given[key]) for key in FILTERS if key in given})
        reader = Reader(role, lang)
        own = {}
        for key, parameter in question.own.items():
            if key in given:
                own[key] = _codes(key, given[key]) if takes_many(parameter) else _one(key, given[key], parameter)
            elif parameter.default is parameter.empty:
                raise QuestionError(f"{name} needs {key}.")
        self._check(selection, own, reader)
        frame = question.ask(self._warehouse, selection, reader, **own)
        return marked_rows(frame) if self._warehouse.snapshot.is_illustrative else frame

    def _check(self, selection: Selection, own: dict[str, object], reader: Reader) -> None:
        places = {"place": (*selection.place, own["place_id"])} if "place_id" in own else {}
        wanted = Selection.of(selection.active() | places)
        options, index = (q(self._warehouse, Selection(), reader) for q in (choices.filter_options, place_index))
        for key, codes in choices.known_part(wanted, options, index)[1].items():
            raise QuestionError(f"{key}: the data does not know {', '.join(codes)}.")

    def boundaries(self, level: str = "municipality", country: str = "CO", detail: str = "high") -> gpd.GeoDataFrame:
        """The polygons that were brought in, with `place_id`; raises QuestionError where there are none."""
        import geopandas as gpd

        from analytics import boundary_sets

        one = boundary_sets.current().get((country, level))
        if one is None or detail not in boundary_sets.DETAILS:
            raise QuestionError(f"There are no boundaries of the level {level} of {country} ({detail}).")
        frame = gpd.GeoDataFrame.from_features(json.loads(one.file(detail).read_bytes())["features"], crs=4326)
        return frame.rename(columns={"code": "place_id"}).assign(place_name=list(one.names)).drop(columns="i")

    def __getattr__(self, name: str) -> Callable[..., pd.DataFrame]:
        if name.startswith("_") or name not in all_questions():
            raise AttributeError(f"There is no question {name!r}. `questions()` lists them.")
        asked = functools.partial(self.ask, name)
        asked.__doc__ = all_questions()[name].ask.__doc__
        return asked

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *all_questions()]

    def close(self) -> None:
        self._is_closed = True
        self._warehouse.close()

    def __enter__(self) -> OpenWorkspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _codes(key: str, given: object) -> tuple[str, ...]:
    """One code or several; None is none. Raises QuestionError for what is no text: 05 is no number."""
    if given is None:
        return ()
    codes = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if strange := [code for code in codes if not isinstance(code, str)]:
        raise QuestionError(f'{key}: codes are text, such as "05"; {strange[0]!r} is none.')
    return codes


def _one(key: str, given: object, parameter: inspect.Parameter) -> object:
    """A value of a parameter that takes one; raises QuestionError for what is of another kind than it takes."""
    kind = str(parameter.annotation)
    if given is None and ("None" in kind or parameter.default is None):
        return None
    if kind.startswith("int"):
        if isinstance(given, Integral) and given >= 0:
            return int(given)
        raise QuestionError(f"{key}: a whole number, please; {given!r} is none.")
    if kind.startswith("str") and not isinstance(given, str):
        raise QuestionError(f'{key}: this is text, such as "05" or "2021"; {given!r} is none.')
    return given


def open_workspace(name: str | None = None) -> OpenWorkspace:
    """Opens a data set to read: one that was imported, by its name, or without a name the record of the documents.

    Raises QuestionError where there is none such.
    """
    try:
        return OpenWorkspace(published(name))
    except UseError as error:
        raise QuestionError(str(error)) from None
