"""One value of an IATI file: read as what its column holds, corrected where only one thing can be meant, else refused.

A value that is refused becomes empty in the grid: its finding keeps it, so that nothing is lost and nothing false
goes on. `READERS` has one reader for each kind of column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import unquote

FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST = Decimal(10) ** 15

_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_COMMA_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")
_DOT_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
_SPACE_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
_SYMBOLS = "$€£¥₦\u00a0 "


@dataclass(frozen=True)
class Value:
    """A value as it was read; `rule` where something is to be told: a correction, or why `text` is empty."""

    text: str | None
    rule: str | None = None
    reason: str = ""


def _refused(reason: str) -> Value:
    return Value(None, "iati_element", reason)


def _read(raw: str, text: str, rule: str = "iati_value_corrected") -> Value:
    return Value(text) if text == raw else Value(text, rule)


def _plain(raw: str) -> Value:
    return Value(raw)


def _stripped(raw: str) -> Value:
    return _read(raw, " ".join(raw.split()))


def read_date(raw: str) -> Value:
    """A day; a time or zone behind it is cut off, 2012/05/01 put right; 2012-00-00, 2012 and 01/05/2012 are refused."""
    found = _DATE.fullmatch(raw.strip())
    if not found:
        return _refused("it is no date of the form 2012-05-31")
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return _refused("there is no such day")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return _refused(f"the year lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return _read(raw, day.isoformat(), "date_corrected")


def _moment(raw: str) -> Value:
    text = raw.strip().replace(" ", "T", 1)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text += "T00:00:00"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return _refused("it is no date and time of the form 2012-05-31T10:00:00")
    return _read(raw, text, "date_corrected") if _MOMENT.fullmatch(text) else _refused("its form is not that of IATI")


def _without_marks(text: str) -> str | None:
    """The number with a decimal point and no other mark, where only one reading is possible; else None."""
    if _DECIMAL.fullmatch(text):
        return text
    if _COMMA_THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if _DOT_THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _SPACE_THOUSANDS.fullmatch(text):
        return re.sub(r"\s", "", text).replace(",", ".")
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else None


def read_number(raw: str) -> Value:
    """A decimal number; "$ 1,234.50" and "1.234.567" are put right, "1,234" (which mark?) and "USD 5" are refused."""
    text = raw.strip().strip(_SYMBOLS)
    plain = _without_marks(text)
    if plain is None:
        both = re.fullmatch(r"[+-]?\d{1,3},\d{3}", text)
        return _refused("its comma can mark thousands or decimals" if both else "it is no number")
    try:
        size = abs(Decimal(plain))
    except InvalidOperation:
        return _refused("it is no number")
    return Value(None, "number_implausible") if size >= LARGEST else _read(raw, plain)


def _percent(raw: str) -> Value:
    value = read_number(raw.strip().removesuffix("%"))
    if value.text is None:
        return value
    return _read(raw, value.text) if 0 <= Decimal(value.text) <= 100 else _refused("it lies outside 0 to 100")


def _whole(raw: str) -> Value:
    text = raw.strip().removesuffix(".0")
    return _read(raw, text) if re.fullmatch(r"\d{1,9}", text) else _refused("it is no whole number")


def _flag(raw: str) -> Value:
    text = raw.strip().lower()
    return _read(raw, text) if text in ("0", "1", "true", "false") else _refused("it is neither 0 nor 1")


def _language(raw: str) -> Value:
    text = raw.strip().replace("_", "-")
    return _read(raw, text) if _LANGUAGE.fullmatch(text) else _refused("it is no code of a language")


def _token(raw: str) -> Value:
    text = raw.strip()
    return _read(raw, text) if re.fullmatch(r"[\w.:-]+", text) else _refused("it is no name of an element")


def _degrees(limit: int) -> Callable[[str], Value]:
    def read(raw: str) -> Value:
        if not _DECIMAL.fullmatch(raw):
            return _refused("it is no number of degrees")
        return Value(raw) if abs(Decimal(raw)) <= limit else _refused(f"it lies outside -{limit} to {limit}")

    return read


# `words`, `many` and `pairs` are whole elements, which the walk reads
READERS: dict[str, Callable[[str], Value]] = {
    "text": _plain,
    "id": _stripped,
    "uri": _stripped,
    "code": _plain,
    "lang": _language,
    "token": _token,
    "moment": _moment,
    "date": read_date,
    "number": read_number,
    "percent": _percent,
    "whole": _whole,
    "flag": _flag,
    "lat": _degrees(90),
    "lon": _degrees(180),
}


def parts_of_position(raw: str) -> tuple[str, ...]:
    """Latitude and longitude as `pos` has them, split at the space; "4.6, -74.1" and "4.6;-74.1" are met as well."""
    return tuple(raw.replace(",", " ").replace(";", " ").split())


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def joined(parts: list[str]) -> str | None:
    """Several values in one cell, split by "; "; a mark of that kind within a value is escaped as in an address."""
    return "; ".join(map(_escaped, parts)) or None


def split(cell: str) -> list[str]:
    """The values of a cell that `joined` made."""
    return [unquote(part) for part in cell.split("; ")]


def joined_pairs(pairs: list[tuple[str, str]]) -> str | None:
    """Names and values in one cell: `sex=female; age=adult`."""
    return "; ".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs) or None


def split_pairs(cell: str) -> list[tuple[str, str]]:
    """The names and values of a cell that `joined_pairs` made."""
    pairs = (part.partition("=") for part in cell.split("; "))
    return [(unquote(name), unquote(value)) for name, _, value in pairs]
