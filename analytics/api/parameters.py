"""What each question can be asked with: one list of parameters, from which addresses are read and described."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from inspect import Parameter as Argument

from analytics.asking import Question, all_questions, takes_many
from analytics.errors import QuestionError, TejidoError
from analytics.measuring import LEVELS, STEPS
from analytics.schema import STATEMENTS
from analytics.selection import LANGUAGES, Selection
from analytics.staging import ROLES
from analytics.warehouse import question_sql

FORMATS = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
MOST_ROWS, USUAL_ROWS, MOST_SKIPPED = 50_000, 1_000, 100_000_000
LONGEST, MOST_VALUES = 200, 100
_MONTH = r"(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-(0[1-9]|1[0-2])"  # there is no year 0
PERIOD = rf"^{_MONTH}\.\.{_MONTH}$"
NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
OR_NOTHING = "codes"  # of a cell: an empty one is what is not stated
TEXT = r"^[^\x00-\x1f\x7f\s]([^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s])?$"
CHOICES = {
    "statement_kinds": STATEMENTS, "level": LEVELS, "steps": STEPS,
}  # fmt: skip
SAID = {
    "partnership": "Partnerships, by id.", "period": "First and last month, both included, such as 2020-10..2021-11.",
    "place": "Places: DIVIPOLA codes in Colombia, else ISO 3166.", "issue": "Issue types, by id.",
    "component": "Components, by id.", "kind": "Kinds of activity.", "sector": "Sectors of partners.",
    "provenance": "Where rows come from: published, imported, illustrative.", "place_id": "A place.",
    "lang": "The language of names and words.", "data": "A data set; without it the record of the documents.",
    "as": "Reads as this role; nobody can read more than they may.", "format": "How the rows are written.",
    "limit": "Rows of an answer.", "offset": "Rows left out before them.",
}  # fmt: skip


class Problem(TejidoError):
    """An address that cannot be answered: its HTTP status, and in words why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address; `is_list` may be given more than once."""

    name: str
    kind: str = "string"  # or integer
    is_list: bool = False
    is_needed: bool = False
    default: object = None
    choices: tuple[str, ...] = ()
    pattern: str = TEXT
    least: int = 0
    most: int = 0
    may_be_empty: bool = False

    def read(self, values: list[str]) -> object:
        """The value, or the values, as a question takes them; raises Problem."""
        if not values:
            if self.is_needed:
                raise Problem(400, f"{self.name} is needed.")
            return self.default
        if not self.is_list and len(values) > 1:
            raise Problem(400, f"{self.name} is given {len(values)} times, and takes one value.")
        if len(values) > MOST_VALUES:
            raise Problem(400, f"{self.name} is given {len(values)} times, and {MOST_VALUES} are the most.")
        found = tuple(dict.fromkeys(self._one(value) for value in values))
        return found if self.is_list else found[0]

    def _one(self, value: str) -> object:
        if self.kind == "integer":
            if not re.fullmatch(r"[0-9]{1,9}", value) or not self.least <= int(value) <= self.most:
                raise Problem(400, f"{self.name}: a whole number from {self.least} to {self.most:,}, please.")
            return int(value)
        if self.choices and value not in self.choices:
            raise Problem(400, f"{self.name}: {_short(value)} is none of {', '.join(self.choices)}.")
        if self.may_be_empty and not value:
            return value
        if len(value) > LONGEST or not re.match(self.pattern, value) or value.endswith("\n"):
            hint = "write it as 2020-10..2021-11" if self.pattern == PERIOD else "this cannot be a value of it"
            raise Problem(400, f"{self.name}: {hint}.")
        return value

    def schema(self) -> dict:
        """Its JSON Schema."""
        one: dict = {"type": self.kind}
        if self.kind == "integer":
            one |= {"minimum": self.least, "maximum": self.most}
        elif self.choices:
            one |= {"enum": list(self.choices)}
        else:
            pattern = f"^$|{self.pattern}" if self.may_be_empty else self.pattern
            one |= {"pattern": pattern, "minLength": int(not self.may_be_empty), "maxLength": LONGEST}
        if self.default not in (None, (), ""):
            one |= {"default": list(self.default) if isinstance(self.default, tuple) else self.default}
        if not self.is_list:
            return one
        default = {"default": one.pop("default")} if "default" in one else {}
        return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES} | default


def _short(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")


OF_ALL = (
    Parameter("data", pattern=NAME), Parameter("lang", default=LANGUAGES[0], choices=LANGUAGES),
    Parameter("as", choices=ROLES), Parameter("format", default="json", choices=tuple(FORMATS)),
    Parameter("limit", "integer", default=USUAL_ROWS, least=1, most=MOST_ROWS),
    Parameter("offset", "integer", default=0, least=0, most=MOST_SKIPPED),
)  # fmt: skip


@cache
def filters_of(name: str) -> tuple[str, ...]:
    """The filters that narrow a question."""
    every = tuple(field.name for field in fields(Selection))
    try:
        bound = question_sql(name)[1]
    except QuestionError:  # a question with axes: its SQL is written for each
        return every
    return tuple(f for f in every if ("period_to" if f == "period" else f"{f}s") in bound)


def _of_argument(name: str, argument: Argument) -> Parameter:
    is_needed = argument.default is argument.empty
    default = None if is_needed else argument.default
    if str(argument.annotation) == "int":
        least, most = (0, MOST_SKIPPED) if name == "skip" else (1, MOST_ROWS)
        return Parameter(name, "integer", default=default, least=least, most=most)
    return Parameter(
        name, is_list=takes_many(argument), is_needed=is_needed, default=default, choices=tuple(CHOICES.get(name, ())),
        may_be_empty=name == OR_NOTHING,
    )  # fmt: skip


@cache
def parameters_of(name: str) -> dict[str, Parameter]:
    """Every parameter of a question's address by name: its own, the filters that narrow it, those of all questions."""
    question: Question = all_questions()[name]
    own = [_of_argument(key, argument) for key, argument in question.own.items()]
    narrowing = [
        Parameter(f, pattern=PERIOD) if f == "period" else Parameter(f, is_list=True) for f in filters_of(name)
    ]
    return {p.name: p for p in (*own, *narrowing, *OF_ALL)}


def read(known: dict[str, Parameter], given: list[tuple[str, str]]) -> dict[str, object]:
    """The values of an address; raises Problem for an unknown name or a wrong value."""
    found: dict[str, list[str]] = {}
    for name, value in given:
        if name not in known:
            raise Problem(400, f"There is no parameter {_short(name)} here. There are: {', '.join(known)}.")
        found.setdefault(name, []).append(value)
    return {name: parameter.read(found.get(name, [])) for name, parameter in known.items()}
