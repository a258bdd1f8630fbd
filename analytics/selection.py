"""The selection: what a reader filtered by, and who is reading. Frozen, so that it can be a cache key."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from analytics.errors import QuestionError
from analytics.staging import ROLES

LANGUAGES = ("en", "es")
MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")


def _month_start(text: str) -> date:
    if not (match := MONTH.fullmatch(text)):
        raise QuestionError(f"{text!r} is not a month. Write it as YYYY-MM, such as 2020-10.")
    return date(int(match[1]), int(match[2]), 1)


def _month_end(text: str) -> date:
    start = _month_start(text)
    return start.replace(day=monthrange(start.year, start.month)[1])


@dataclass(frozen=True)
class Reader:
    """Who reads, and in which language; part of every cache key."""

    role: str = "analyst"
    lang: str = "en"

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise QuestionError(f"role: {self.role!r} is none of {', '.join(ROLES)}.")
        if self.lang not in LANGUAGES:
            raise QuestionError(f"lang: {self.lang!r} is none of {', '.join(LANGUAGES)}.")


@dataclass(frozen=True)
class Selection:
    """The filters of a view; an empty one does not narrow anything.

    `period` is (first month, last month) as YYYY-MM, both included; the others are codes.
    """

    partnership: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    place: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    component: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.period is not None:
            if len(self.period) != 2:
                raise QuestionError("period: give the first and the last month, such as 2020-10 and 2021-11.")
            first, last = map(_month_start, self.period)
            if last < first:
                raise QuestionError(f"period: {self.period[1]} is before {self.period[0]}.")

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Selection:
        """A selection from lists of codes by filter name, as a link or a command line gives them."""
        lists = {f.name: tuple(dict.fromkeys(values.get(f.name) or ())) for f in fields(cls) if f.name != "period"}
        period = tuple(values.get("period") or ()) or None
        return cls(period=period, **lists)  # type: ignore[arg-type]

    def parameters(self) -> dict[str, object]:
        """The values that questions bind: lists of codes, and the first and the last day of the period."""
        first, last = (_month_start(self.period[0]), _month_end(self.period[1])) if self.period else (None, None)
        lists = {f"{f.name}s": list(getattr(self, f.name)) for f in fields(self) if f.name != "period"}
        return lists | {"period_from": first, "period_to": last}

    def active(self) -> dict[str, tuple[str, ...]]:
        """The filters that narrow something, by name."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    def without(self, name: str, code: str | None = None) -> Selection:
        """This selection less one filter, or less one code of it."""
        if code is None or name == "period":
            return replace(self, **{name: None if name == "period" else ()})
        return replace(self, **{name: tuple(c for c in getattr(self, name) if c != code)})
