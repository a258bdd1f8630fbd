"""Dates as four languages and spreadsheets write them, each as the days that it covers; never a guess of the order."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import pandas as pd
from babel.dates import get_day_names, get_month_names

from analytics.checks.text import key
from analytics.checks.typed import Cell, Typed, as_text, read_each, remarked, told_once, wrong
from analytics.readers.grid import Finding

ORDERS = ("dmy", "mdy", "ymd")
LANGUAGES = ("en", "es", "fr", "pt")
DAY = "datetime64[us]"
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets, with the leap day that 1900 did not have
SERIALS = range(10_000, 80_000)  # 1927 to 2119; shorter numbers are years or no dates

FIRST, LAST = 1901, 2098  # 1900 and 2099 are what programs write where no date is known, or none is meant
LONGEST = 60  # characters that a date in words can take

_TIME = re.compile(
    r"[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ][0-9]{2}:[0-9]{2}[0-9:.]*(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:z|[+-][0-9]{2}:[0-9]{2})?", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_STARTS_THREE = re.compile(r"\s*[0-9]{1,2}\s?[-/. ]\s?[0-9]{1,2}\s?[-/. ]")
_THREE = re.compile(r"([0-9]{1,2})\s?[-/. ]\s?([0-9]{1,2})\s?[-/. ]\s?([0-9]{4}|[0-9]{2})")
_YEAR_MONTH = re.compile(r"([0-9]{4})\s?[-/.]\s?([0-9]{1,2})|([0-9]{1,2})\s?[-/.]\s?([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_YEARS = re.compile(r"([0-9]{4})\s*(?:[-–—/]|a|to|al|à)\s*([0-9]{4})", re.IGNORECASE)
_MARKED_YEAR = re.compile(r"([12])[,.  ]([0-9]{3})|([12][0-9]{3})\.0+")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
_PART_OF_YEAR = re.compile(
    r"(?:(?P<y1>[0-9]{4}) ?)?(?:(?P<n1>[1-4]|i{1,3}|iv)(?:er|ro|do|to|st|nd|rd|th|e|o|eme)? ?)?"
    r"(?P<unit>q|t|s|h|trim|sem|quarter|trimestre|semestre|half|semester)(?: ?(?P<n2>[1-4]|i{1,3}|iv))?"
    r"(?: (?:de|del|of|do))?(?: ?(?P<y2>[0-9]{4}))?"
)
_ORDINALS = {
    "primer": "1", "primero": "1", "premier": "1", "primeiro": "1", "first": "1", "segundo": "2", "second": "2",
    "deuxieme": "2", "tercer": "3", "terceiro": "3", "third": "3", "troisieme": "3", "cuarto": "4", "fourth": "4",
    "quatrieme": "4", "quarto": "4",
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FILLING = frozenset(
    ["de", "del", "do", "da", "of", "the", "le", "el", "d", "ano", "year", "annee", "er", "st", "nd", "rd", "th", "o",
     "from", "desde", "du", "entre"]
)  # fmt: skip
_UNTIL = frozenset(["a", "to", "al", "y", "and", "et", "au", "e", "hasta", "until", "ate"])
_MORE_MONTHS = {
    "set": 9, "sept": 9, "setiembre": 9, "sep": 9, "ene": 1, "jan": 1, "abr": 4, "apr": 4, "ago": 8, "aug": 8,
    "dic": 12, "dec": 12, "dez": 12, "oct": 10, "out": 10, "fevr": 2, "juil": 7,
}  # fmt: skip


def month_of_year(month: pd.Series, year: pd.Series) -> pd.Series:
    """The text of each month (its number or name) together with its year; the year where no month stands."""
    month, year = month.astype("str").str.strip(), year.astype("str").str.strip()
    is_number = month.str.fullmatch(r"\d{1,2}(?:\.0+)?").fillna(False).astype(bool)
    number = year + "-" + month.str.replace(r"\.0+$", "", regex=True).str.zfill(2)
    return (month + " " + year).mask(is_number, number).fillna(year)


class Span(NamedTuple):
    """The days that one text covers, and how exactly: day, month or year; `was_read` where it was not written so."""

    start: date
    end: date
    precision: str
    was_read: bool = False


@dataclass(frozen=True)
class Dated:
    """A column of dates: the first and the last day of what each cell names, how exactly, and the findings."""

    start: pd.Series
    end: pd.Series
    precision: pd.Series
    findings: list[Finding]


@cache
def _months() -> dict[str, int]:
    named = dict(_MORE_MONTHS)
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            named |= {key(name): number for number, name in get_month_names(width, locale=language).items()}
    return named


@cache
def _weekdays() -> frozenset[str]:
    names = (get_day_names(width, locale=lang).values() for lang in LANGUAGES for width in ("wide", "abbreviated"))
    return frozenset(word for group in names for name in group for word in key(name).split()) - set(_months())


def _day(year: int, month: int, day: int, was_read: bool = False) -> Span:
    only = date(year, month, day)
    return Span(only, only, "day", was_read)


def _month(year: int, month: int, months: int = 1, was_read: bool = False) -> Span:
    last = month + months - 1
    return Span(date(year, month, 1), date(year, last, monthrange(year, last)[1]), "month", was_read)


def _year(year: int, until: int | None = None, was_read: bool = False) -> Span:
    return Span(date(year, 1, 1), date(until or year, 12, 31), "year", was_read)


def _century(year: str) -> tuple[int, bool]:
    """The year meant by two digits (69 and above: the last century), and whether it had to be understood."""
    return (int(year), False) if len(year) == 4 else (int(year) + (1900 if int(year) > 68 else 2000), True)


def _ordered(found: re.Match, order: str) -> Span:
    """A date of three numbers in the order that holds."""
    first, second, third = found.groups()
    if order == "ymd":
        year, was_read = _century(first if len(third) == 2 else third)
        if len(third) == 4:
            raise ValueError("the year stands last")
        return _day(year, int(second), int(third), was_read)
    year, was_read = _century(third)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _day(year, int(month), int(day), was_read)


def _numeric(text: str) -> Span | None:
    """What stands in figures only, save dates of three numbers with the year last; None where it is none of these.

    Raises ValueError for a date that does not exist.
    """
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if _YEAR.fullmatch(text):
        return _year(int(text))
    if found := _MARKED_YEAR.fullmatch(text):
        return _year(int(found[3] or found[1] + found[2]), was_read=True)
    if found := _YEAR_MONTH.fullmatch(text):
        groups = found.groups()
        return _month(int(groups[0] or groups[3]), int(groups[1] or groups[2]))
    if found := _YEARS.fullmatch(text):
        return _year(int(found[1]), int(found[2]))
    if found := _COMPACT.fullmatch(text):
        return _day(*map(int, found.groups()), was_read=True)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        day = SERIAL_ZERO + timedelta(days=int(found[1]))
        return Span(day, day, "day", True)
    return None


def _part_of_year(bare: str) -> Span | None:
    """A quarter or half of a year: 2024-Q1, T1 2024, primer trimestre de 2024."""
    found = _PART_OF_YEAR.fullmatch(" ".join(_ORDINALS.get(word, word) for word in bare.split()))
    number = found and (found["n1"] or found["n2"])
    year = found and (found["y1"] or found["y2"])
    if not number or not year:
        return None
    part = _ROMAN.get(number) or int(number)
    months = 6 if found["unit"][0] in "sh" else 3
    return _month(int(year), (part - 1) * months + 1, months)


def _in_words(bare: str, year: int | None) -> Span | None:
    """A date with the name of a month, or two of them from and until; None where the words are no date's.

    Raises ValueError for a date that does not exist, LookupError for a month without its year.
    """
    words = [w for w in _WORDS.findall(bare) if w not in _FILLING and w not in _weekdays()]
    if not any(word in _months() for word in words):
        return None
    before, after = _parted(words)
    end = _one_in_words(after, year)
    if not before or end is None:
        return end
    if len(before) == 1 and before[0].isdigit():  # 3 to 5 May
        start = end.precision == "day" and _day(end.start.year, end.start.month, int(before[0]))
    else:
        start = _one_in_words(before, end.start.year)
    return Span(start.start, end.end, end.precision, start.was_read or end.was_read) if start else None


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """The words of the start and of the end; all are the end's where one date is named."""
    for position, word in enumerate(words[1:-1], start=1):
        if word in _UNTIL:
            return words[:position], words[position + 1 :]
    months = [position for position, word in enumerate(words) if word in _months()]
    if len(months) == 1 and months[0] == 2 and words[0].isdigit() and words[1].isdigit():
        return words[:1], words[1:]
    if len(months) != 2:
        return [], words
    cut = months[0] + 1
    while cut < months[1] and (len(words[cut]) == 4 or months[0] == 0):  # the year of the first, or its day behind it
        cut += 1
    return words[:cut], words[cut:]


def _one_in_words(words: list[str], year: int | None) -> Span | None:
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(months) + len(numbers) != len(words) or len(numbers) > 2:
        return None
    years = [number for number in numbers if len(number) == 4]
    rest = [number for number in numbers if len(number) <= 2]
    if len(years) + len(rest) != len(numbers) or len(years) > 1:
        return None
    if years or (year and len(rest) < 2):
        stated = int(years[0]) if years else year
        return _day(stated, months[0], int(rest[0])) if rest else _month(stated, months[0])
    if len(rest) == 2:
        return _day(_century(rest[1])[0], months[0], int(rest[0]), was_read=True)
    if rest and not words[0].isdigit():  # a workbook writes March 2024 as mar-24, and 24 March as 24-mar
        return _month(_century(rest[0].zfill(2))[0], months[0], was_read=True)
    raise LookupError(months[0])


def _understood(text: str, order: str | None, year: int | None) -> Span | None:
    """The span of one text. Raises ValueError, LookupError as `_in_words`."""
    if found := _STAMP.fullmatch(text):
        return _day(*map(int, found.groups()))
    text = _TIME.sub("", text.strip())
    if found := _THREE.fullmatch(text):
        return _ordered(found, order) if order else None
    if span := _numeric(text):
        return span
    bare = key(text)
    return _part_of_year(bare) or _in_words(bare, year)


def _three(text: str) -> re.Match | None:
    """The three numbers of a date whose year stands last."""
    if len(text) > LONGEST or not _STARTS_THREE.match(text):
        return None
    return _THREE.fullmatch(_TIME.sub("", text.strip()))


def _could_be(found: re.Match) -> set[str]:
    """The orders of day and month in which a date of three numbers exists."""
    result = set()
    for order in ("dmy", "mdy"):
        try:
            _ordered(found, order)
        except ValueError:
            continue
        result.add(order)
    return result


def settled_order(texts: list[str]) -> str | None:
    """The order that some date proves and none disproves ("dmy" where none needs one); None where it stays open.

    Two digits are taken for a year only at the end: a year before its month has four here.
    """
    proved, is_open = set(), False
    for found in filter(None, map(_three, texts)):
        first, second = int(found[1]), int(found[2])
        if min(first, second) <= 12 < max(first, second):
            proved.add("dmy" if first > 12 else "mdy")
        elif first != second and _could_be(found):
            is_open = True
    if len(proved) == 1:
        return proved.pop()
    return None if proved or is_open else "dmy"


def dates(
    column: pd.Series, order: str = "auto", first: int = FIRST, last: int = LAST, year: int | None = None
) -> Dated:
    """The days that each cell covers; a cell that is wrong, or open, has none.

    `order` is one of `ORDERS` or "auto", which asks the whole column: give it all values that occur. Where day and
    month can be exchanged and nothing in the column says which, one `date_ambiguous` is told and all such cells are
    missing. Years outside `first` to `last` are told. `year` is for months that stand without one; where it is not
    given they are told and missing. A time and its zone are left off: the day is the one that is written.
    """
    if order != "auto" and order not in ORDERS:
        raise ValueError(f"{order!r} is not an order of dates: auto, {', '.join(ORDERS)}.")
    column = as_text(column)
    chosen = settled_order(list(column.dropna().unique())) if order == "auto" else order
    typed = read_each(column, lambda text: _read(text, chosen, first, last, year), "object")
    about = [] if chosen else told_once("date_ambiguous", column, column.map(lambda t: pd.notna(t) and _is_open(t)))
    spans = typed.values.where(typed.values.notna(), None)
    start = pd.Series([span and span.start for span in spans], index=column.index).astype(DAY)
    end = pd.Series([span and span.end for span in spans], index=column.index).astype(DAY)
    precision = pd.Series([span and span.precision for span in spans], index=column.index, dtype="str")
    return Dated(start, end, precision, [*about, *typed.findings])


def _is_open(text: str) -> bool:
    found = _three(text)
    return found is not None and bool(_could_be(found))


def _read(text: str, order: str | None, first: int, last: int, year: int | None) -> Cell:
    if order is None and _is_open(text):
        return Cell()
    try:
        span = _understood(text, order, year) if len(text) <= LONGEST else None
    except LookupError:
        return wrong("date_without_year")
    except ValueError:
        return wrong("date_wrong")
    if span is None or span.end < span.start:
        return wrong("date_wrong")
    if span.start.year < first or span.end.year > last:
        return wrong("date_out_of_range", first=first, last=last)
    return remarked(span, "date_corrected", after=written(span)) if span.was_read else Cell(span)


def is_date(text: str) -> bool:
    """Whether a text names days, a month, a part of a year or a year, in whatever order of day and month."""
    try:
        return len(text) <= LONGEST and _understood(text, "dmy", None) is not None
    except LookupError:
        return False
    except ValueError:  # no such day, or its day and month the other way round
        return True


def written(span: Span) -> str:
    """A span as a person checks it: 2024-04-03, 2024-04, 2024, or its first and last."""
    cut = {"day": 10, "month": 7, "year": 4}[span.precision]
    start, end = span.start.isoformat()[:cut], span.end.isoformat()[:cut]
    return start if start == end else f"{start} – {end}"


def years(column: pd.Series, first: int = FIRST, last: int = LAST) -> Typed:
    """The year of each cell as Int64: of a year, or of a date that lies within one."""
    column = as_text(column)
    chosen = settled_order(list(column.dropna().unique()))

    def read(text: str) -> Cell:
        # The year stands last in either order, so an open order of day and month does not matter here.
        found = _three(text)
        order = chosen or next(iter(sorted(_could_be(found) if found else ())), "dmy")
        cell = _read(text, order, first, last, None)
        span = cell.value
        if isinstance(span, Span) and span.start.year != span.end.year:
            return wrong("date_wrong")
        told = tuple(r if r.rule != "date_corrected" else r._replace(told=(("after", str(span.start.year)),))
                     for r in cell.remarks)  # fmt: skip
        return Cell(span.start.year if isinstance(span, Span) else None, told)

    return read_each(column, read, "Int64")


def period(start: Dated, end: Dated) -> list[Finding]:
    """One `end_before_start` for each row whose end, read to its last day, lies before the first day of its start."""
    is_late = (end.end < start.start).fillna(False)
    return [
        Finding("end_before_start", row=int(row), value=f"{start.start[row]:%Y-%m-%d} – {end.end[row]:%Y-%m-%d}")
        for row in is_late.index[is_late]
    ]
