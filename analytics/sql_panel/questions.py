"""The question behind a figure, in SQL with its values written out, so that an analyst can go on from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analytics.warehouse import Engine, question_sql

ASKED = "asked"  # under this name a frame's `attrs` hold what it answers
PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Asked:
    """A question as it was asked: its name (with its axes, where it has some) and the values that were bound."""

    name: str
    params: dict[str, object] = field(hash=False)

    def __deepcopy__(self, _: dict) -> Asked:
        return self  # pandas copies a frame's attrs with every operation


class Noting:
    """An engine that notes what it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked: list[Asked] = []

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        self.asked.append(Asked(name, params))
        return self._engine.fetch(name, role, **params)

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)


def asked_of(frame: pd.DataFrame) -> tuple[Asked, ...]:
    """What a frame answers; nothing where it is no answer."""
    return tuple(frame.attrs.get(ASKED, ()))


def written(value: object) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]" if value else "cast([] as varchar[])"
    text = str(value).replace("'", "''")
    return f"'{text}'"


def bound_sql(asked: Asked) -> str:
    """The statement of a question with its values in place of its parameters."""
    sql, _ = question_sql(asked.name)
    return PARAMETER.sub(lambda name: written(asked.params[name[1]]), sql)
