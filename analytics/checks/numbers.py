"""Numbers as people and spreadsheets write them; which mark parts the decimals is settled by the column, or asked."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pandas as pd
from babel import Locale

from analytics.checks.typed import Cell, Typed, as_text, read_each, remarked, told_once, wrong
from analytics.readers.grid import Finding

STYLES = ("1,234.56", "1.234,56")
MOST = 999_999_999_999.0  # of anything; a larger bound must be asked for
LONGEST = 60  # characters that a number can take
MOST_PEOPLE = 10_000_000_000.0

_PLAIN = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.(?:[0-9]{1,2}|[0-9]{4,17})")  # three digits could be thousands
_MARKED = re.compile(r"-?[0-9][0-9.,]*")
_MINUS = re.compile(r"[−–‒‐]")
_SPACES = re.compile(r"[\s ]+")
_CURRENCY = r"[A-Za-z]{1,3}\$|\$|€|£|¥|S/\.?|[A-Za-z]{3}\b|pesos|d[óo]lares|dollars?|euros?"
_DRESSED = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+])?\s*(?P<before>{_CURRENCY})?\s*(?P<inner>[-+])?\s*"
    r"(?P<core>[0-9.,][0-9.,'’ ]*)(?P<power>[eE][+-]?[0-9]{1,4})?\s*(?P<percent>%)?\s*"
    rf"(?P<after>{_CURRENCY})?\s*(?P<trailing>-)?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_POINT = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)?(?:\.[0-9]*)?")
_EXCHANGED = str.maketrans(".,", ",.")
_THOUSANDS = str.maketrans(" '’", ",,,")
_SAYS_CURRENCY = {
    "€": "EUR", "£": "GBP", "us$": "USD", "u$": "USD", "usd$": "USD", "dolares": "USD", "col$": "COP", "co$": "COP",
    "cop$": "COP", "mx$": "MXN", "r$": "BRL", "s/": "PEN", "s/.": "PEN", "euro": "EUR", "euros": "EUR",
    "$": None, "pesos": None, "¥": None, "dollar": None, "dollars": None,
}  # fmt: skip


class Written(NamedTuple):
    """A number taken apart: what it is in either style (None where it cannot be), and what stood around it."""

    point: float | None
    comma: float | None
    currency: str | None = None
    is_percent: bool = False
    is_unusual: bool = False  # a power of ten, parentheses or a sign at the end: told as a correction

    @property
    def proves(self) -> str | None:
        """The only style in which this is a number; None where it is one in both."""
        return STYLES[0] if self.comma is None else STYLES[1] if self.point is None else None

    @property
    def is_open(self) -> bool:
        """True where the two styles say two numbers."""
        return self.point != self.comma and self.proves is None


@cache
def _codes() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


def _currency(mark: str) -> str | None:
    """The code that a mark says; None where it says none ($ is money of many countries).

    Raises KeyError for letters that are no currency's.
    """
    small = mark.casefold().replace("ó", "o")
    if small in _SAYS_CURRENCY:
        return _SAYS_CURRENCY[small]
    if mark.upper() in _codes():
        return mark.upper()
    raise KeyError(mark)


def _value(core: str, power: str, style: str) -> float | None:
    """A core of digits and marks in one style; None where it is not written so."""
    if style == STYLES[1]:
        core = core.translate(_EXCHANGED)
    # A space or an apostrophe can only part thousands; both marks of thousands stand together in 1'234.567,8.
    core = core.translate(_THOUSANDS)
    if not _POINT.fullmatch(core) or core in ("", ".") or (power and "," in core):
        return None
    number = float(core.replace(",", "") + power)
    return number if math.isfinite(number) else None


def taken_apart(text: str) -> Written | None:
    """What a text is as a number; None where it is none in any style."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        return Written(float(text), float(text))
    if _DECIMAL.fullmatch(text):
        return Written(float(text), None)
    if _MARKED.fullmatch(text):
        return _written(text.lstrip("-"), "", text[0] == "-", None, None, False)
    found = _DRESSED.fullmatch(_SPACES.sub(" ", _MINUS.sub("-", text)))
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [found[name] for name in ("open", "minus", "inner", "trailing") if found[name]]
    marks = [found[name] for name in ("before", "after") if found[name]]
    try:
        said = {_currency(mark) for mark in marks} - {None}
    except KeyError:
        return None
    if len(signs) > 1 or len(said) > 1:
        return None
    is_negative = bool(signs) and signs[0] != "+"
    is_unusual = bool(found["power"] or found["open"] or found["trailing"])
    return _written(
        found["core"].strip(), found["power"] or "", is_negative, next(iter(said), None), found["percent"], is_unusual
    )


def _written(
    core: str, power: str, is_negative: bool, currency: str | None, percent: str | None, is_unusual: bool
) -> Written | None:
    point, comma = (_value(core, power, style) for style in STYLES)
    if point is None and comma is None:
        return None
    if is_negative:
        point, comma = (None if value is None else -value for value in (point, comma))
    return Written(point, comma, currency, bool(percent), is_unusual)


def _within(written: Written, least: float | None, most: float) -> Written:
    """The same, less the one reading that the bounds of the column make impossible (a longitude of 74,072)."""
    if not written.is_open:
        return written
    fits = [value <= most and (least is None or value >= least) for value in (written.point, written.comma)]
    if fits == [True, False]:
        return written._replace(comma=None)
    return written._replace(point=None) if fits == [False, True] else written


def settled_style(found: list[Written]) -> str | None:
    """The one style that some cell proves and none disproves; the first one where no mark stands in the column.

    None where cells prove both styles, or where a cell has two meanings and none proves either.
    """
    proved = {written.proves for written in found} - {None}
    if proved:
        return proved.pop() if len(proved) == 1 else None
    return None if any(written.is_open for written in found) else STYLES[0]


def numbers(
    column: pd.Series,
    style: str = "auto",
    whole: bool = False,
    people: bool = False,
    least: float | None = None,
    most: float = MOST,
) -> Typed:
    """The column as Float64, or Int64 where `whole` or `people` (people: none below zero, no parts).

    `style` is one of `STYLES` or "auto", which asks the whole column: give it all values that occur. Where a mark can
    be either, or cells prove both styles, one `number_ambiguous` is told and every cell with such a mark is missing.
    A style that is stated decides what can be two things; a cell that can be read only the other way is read so and
    told as corrected. A bound that only one reading keeps decides as well. `least` and `most` are allowed themselves.
    """
    if style != "auto" and style not in STYLES:
        raise ValueError(f"{style!r} is not a style of numbers: auto, {', '.join(STYLES)}.")
    column = as_text(column)
    whole, least = whole or people, 0.0 if people and least is None else least
    most = min(most, MOST_PEOPLE) if people else most
    found = {text: taken_apart(text) for text in column.dropna().unique()}
    found = {text: written and _within(written, least, most) for text, written in found.items()}
    known = [written for written in found.values() if written]
    chosen = settled_style(known) if style == "auto" else style
    read = lambda text: _read(found[text], chosen, whole, least, most)  # noqa: E731
    typed = read_each(column, read, "Int64" if whole else "Float64")
    about = _ambiguous(column, found) if chosen is None else []
    return Typed(typed.values, [*about, *_about_marks(column, found), *typed.findings])


def _read(written: Written | None, style: str | None, whole: bool, least: float | None, most: float) -> Cell:
    if written is None:
        return wrong("number_wrong")
    if style is None and (written.is_open or written.proves):
        return Cell()
    is_other_style = style is not None and written.proves not in (None, style)
    value = written.comma if (written.proves or style) == STYLES[1] else written.point
    if least == 0 and value < 0:
        return wrong("number_negative")
    if value > most or (least is not None and value < least):
        return wrong("number_implausible")
    if whole and value != int(value):
        return wrong("number_fractional")
    result = int(value) if whole else value
    if written.is_unusual or is_other_style:
        return remarked(result, "number_corrected", after=plain(value))
    return Cell(result)


def _ambiguous(column: pd.Series, found: dict[str, Written | None]) -> list[Finding]:
    """The one finding for a column whose marks are not settled, at the first cell that has two meanings, or a proof."""
    two = {text for text, written in found.items() if written and written.is_open}
    proof = {text for text, written in found.items() if written and written.proves}
    return told_once("number_ambiguous", column, column.isin(two or proof))


def _about_marks(column: pd.Series, found: dict[str, Written | None]) -> list[Finding]:
    """What is told once for the column: percent signs taken off, more than one currency."""
    percent = {text for text, written in found.items() if written and written.is_percent}
    said = {text: written.currency for text, written in found.items() if written and written.currency}
    result = told_once("number_percent", column, column.isin(percent)) if percent else []
    if len(codes := sorted(set(said.values()))) > 1:
        result += told_once("currencies_mixed", column, column.isin(said), found=", ".join(codes))
    return result


def currencies(column: pd.Series) -> pd.Series:
    """The currency (ISO 4217) written in each cell with its amount; missing where none is, or only a $."""

    def read(text: str) -> Cell:
        written = taken_apart(text)
        return Cell(written.currency if written else None)

    return read_each(column, read, "str").values


def plain(value: float) -> str:
    """A number without marks of thousands and without a power: 1E+05 is 100000."""
    return f"{Decimal(repr(float(value))).normalize():f}"


def total(values: pd.Series) -> Finding:
    """The finding that says what a column adds up to, in plain digits (a mark would be the question again)."""
    added = math.fsum(float(value) for value in values.dropna())
    return Finding("number_total", values=(("total", plain(round(added, 6))),), count=int(values.notna().sum()))
