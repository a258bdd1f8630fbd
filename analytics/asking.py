"""Questions by name: what each asks, which parameters it takes, and one way to ask it.

A question is a function `name(engine, selection, reader, **own)` beside `sql/name.sql`; the decorator
`question` enters it in `QUESTIONS`, from which the shell, the pages and the tests take it.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

MODULES = (
    "overview",
    "places",
    "issues",
    "records",
    "partners",
    "evidence",
    "mapping",
    "measuring",
    "quality",
    "aggregation",
    "results",
    "choices",
    "explore",
)
Ask = Callable[..., pd.DataFrame]


@dataclass(frozen=True)
class Question:
    """A question: its function, and the parameters that it takes besides selection and reader."""

    name: str
    ask: Ask

    @property
    def grain(self) -> str:
        return inspect.getdoc(self.ask).splitlines()[0]

    @property
    def own(self) -> dict[str, inspect.Parameter]:
        parameters = inspect.signature(self.ask).parameters
        return {name: p for name, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


QUESTIONS: dict[str, Question] = {}


def takes_many(parameter: inspect.Parameter) -> bool:
    """Whether a parameter of a question takes any number of values."""
    return "tuple" in str(parameter.annotation) or str(parameter.annotation) == "Names"


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    """The value of a parameter that has one of a few words; raises QuestionError where it has another."""
    if value not in known:
        raise QuestionError(f"{name}: {value!r} is none of {', '.join(known)}.")
    return value


def question(ask: Ask) -> Ask:
    """Enters a function in `QUESTIONS` under its own name."""
    QUESTIONS[ask.__name__] = Question(ask.__name__, ask)
    return ask


def answer(engine: Engine, name: str, selection: Selection, reader: Reader, **own: object) -> pd.DataFrame:
    """The answer of `sql/<name>.sql` for a selection and a reader; what a question function calls."""
    return engine.fetch(name, reader.role, lang=reader.lang, **selection.parameters(), **own)


@cache
def all_questions() -> dict[str, Question]:
    """Every question by name, in alphabetical order."""
    for module in MODULES:
        importlib.import_module(f"analytics.{module}")
    return dict(sorted(QUESTIONS.items()))


def find_question(name: str) -> Question:
    """The question of that name; raises QuestionError that lists the nearest names."""
    known = all_questions()
    if name not in known:
        raise QuestionError(f"There is no question {name!r}. The questions are: {', '.join(known)}.")
    return known[name]
