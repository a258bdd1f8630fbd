"""Pages of activities in the order in which they begin: the months in which the rows of a page begin.

A list of millions has no index. So the cells of the cube, which are few, say how many rows begin in each month: only
those months are read, and what is before them is not counted off row by row.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

import pandas as pd

BUCKET = re.compile(r"((?!0000)\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?", re.ASCII)
SPARE = 3  # days of a month are looked through for so many times the rows that are needed
WHOLE = {"first_on": None, "last_on": None}  # any day, and without one


def page_within(months: pd.DataFrame, skip: int, most: int) -> dict[str, object]:
    """How a page is asked for: its first and its last day, and how many rows to skip and to take of those between.

    `months` has how many rows (`listed`) begin in each month (years * 12 + months from 0), in order. Those without a
    date come last: a page that reaches them is read as a whole, and one that lies behind all rows not at all.
    """
    most = max(min(most, int(months["listed"].sum()) - skip), 0)
    asked = WHOLE | {"skip": skip, "most": most}
    dated = months[months["month"].notna()]
    ends = dated["listed"].cumsum()
    if not most or ends.empty or skip + most > ends.iloc[-1]:
        return asked
    first, last = (ends > skip).to_numpy().argmax(), (ends >= skip + most).to_numpy().argmax()
    before = ends.iloc[first] - dated["listed"].iloc[first]
    return asked | {
        "first_on": _first_day(dated["month"].iloc[first]), "skip": skip - int(before),
        "last_on": _last_day(dated["month"].iloc[last]),
    }  # fmt: skip


def _first_day(month: int) -> date:
    return date(int(month) // 12, int(month) % 12 + 1, 1)


def _last_day(month: int) -> date:
    first = _first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def days_of(bucket: str) -> tuple[date | None, date | None]:
    """The first and the last day of a year, a quarter (2019-Q2) or a month (2019-07); none of what is no time."""
    if not (found := BUCKET.fullmatch(bucket)):
        return None, None
    year, quarter, month = (int(part or 0) for part in found.groups())
    first = year * 12 + (quarter - 1) * 3 if quarter else year * 12 + month - 1 if month else year * 12
    return _first_day(first), _last_day(first + (2 if quarter else 0 if month else 11))


def days_until(
    months: pd.DataFrame, days: tuple[date | None, date | None], most: int, *, is_all: bool = False
) -> list[tuple[date | None, date | None]]:
    """Between which days the first `most` rows begin: likely ones, then those that hold them for sure.

    `months` has how many rows (`listed`) are known to begin in each (`is_all`: there are no other rows with a date). A
    month of many rows has the first of them on its first days.
    """
    begin, before = days[0], 0
    for month, listed in zip(months["month"], months["listed"], strict=True):
        first, last = days_of(month)
        if days[0] is not None and not days[0] <= last <= days[1]:
            continue
        if begin is None and is_all and listed:
            begin = first
        if before + listed >= most:
            likely = first + timedelta(days=int(SPARE * last.day * (most - before) / max(listed, 1)))
            return [*([(begin, likely)] if likely < last else []), (begin, last)]
        before += listed
    return [days]
